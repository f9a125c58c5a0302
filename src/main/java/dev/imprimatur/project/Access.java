package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says what a caller may do with a project, in this one place.
 *
 * <p>Intent: whoever may not see a project learns nothing of it, not even that it is there. Limit:
 * names are public in the package index itself; what is kept is who maintains what, and how.
 */
@Component
public class Access {

    private static final String ROLES =
            """
            SELECT project_id, role FROM member
             WHERE account_id = :account AND project_id = ANY (:projects)
            """;

    private final JdbcClient jdbc;
    private final Indexes indexes;

    Access(JdbcClient jdbc, Indexes indexes) {
        this.jdbc = jdbc;
        this.indexes = indexes;
    }

    /** The least of what the person may, what the credentials are good for, and where. */
    public Right to(RegisteredProject project, Caller caller) {
        return Objects.requireNonNull(toAll(List.of(project), caller).get(project.id()));
    }

    /** The same for many, by their ids. */
    Map<Long, Right> toAll(Collection<RegisteredProject> projects, Caller caller) {
        Map<Long, Right> own = own(projects, caller);
        Map<Long, Right> rights = new HashMap<>();
        for (RegisteredProject project : projects) {
            rights.put(
                    project.id(),
                    least(project.indexId(), project.name(), caller, own.get(project.id())));
        }
        return rights;
    }

    /**
     * What is left of a right that the person has.
     *
     * @param own what they may, whatever the credentials; null: nothing
     */
    Right least(String indexId, ProjectName name, Caller caller, @Nullable Right own) {
        if (caller.isAdmin()) {
            return Right.ADMIN;
        }
        if (own == null || !reaches(caller, indexId, name)) {
            return Right.NONE;
        }
        Right most = most(caller);
        return own.contains(most) ? most : own;
    }

    /** What somebody who may see a project lacks to have this right, one sentence. */
    public String lacking(Caller caller, Right wanted) {
        if (wanted == Right.ADMIN) {
            return "This takes an administrator, with credentials of the scope admin that are"
                    + " limited to no projects";
        }
        if (!most(caller).contains(wanted)) {
            Scope needed = wanted == Right.PUBLISH ? Scope.PUBLISHERS_WRITE : Scope.ADMIN;
            return "This takes credentials of the scope %s; these have the scope %s"
                    .formatted(needed.wireName(), caller.scope().wireName());
        }
        return "This takes an owner of the project; you are a viewer";
    }

    /** Whether a name is not out of reach of credentials that are limited to some. */
    public boolean reaches(Caller caller, String indexId, ProjectName name) {
        return indexes.ofId(indexId).stream()
                .flatMap(index -> reach(caller, index).stream())
                .anyMatch(pattern -> pattern.matches(name));
    }

    /** The names of an index that credentials are not limited from. */
    List<NamePattern> reach(Caller caller, PackageIndex index) {
        List<ProjectGlob> limits = caller.projects();
        return limits == null
                ? List.of(NamePattern.EVERYTHING)
                : limits.stream()
                        .filter(limit -> limit.index().equals(index.id()))
                        .flatMap(limit -> index.namePattern(limit.names()).stream())
                        .toList();
    }

    /** What the person may, whatever the credentials; nothing where there is nothing. */
    private Map<Long, Right> own(Collection<RegisteredProject> projects, Caller caller) {
        Map<Long, Right> own = new HashMap<>();
        Set<Long> real = new HashSet<>();
        for (RegisteredProject project : projects) {
            RegisteredProject.Pending waiting = project.pending();
            if (caller.administrator() || waiting != null && waiting.isOf(caller.account())) {
                own.put(project.id(), Right.OWN);
            } else if (waiting == null) {
                real.add(project.id());
            }
        }
        Account account = caller.account();
        if (account != null && !real.isEmpty()) {
            jdbc.sql(ROLES)
                    .param("account", account.id())
                    .param("projects", real.toArray(Long[]::new))
                    .query(
                            (RowCallbackHandler)
                                    row -> own.put(row.getLong("project_id"), role(row)));
        }
        return own;
    }

    private static Right role(ResultSet member) throws SQLException {
        return member.getString("role").equals("owner") ? Right.OWN : Right.VIEW;
    }

    /** What credentials are good for at most, whatever the project. */
    public Right most(Caller caller) {
        return switch (caller.scope()) {
            case READ -> Right.VIEW;
            case PUBLISHERS_WRITE -> Right.PUBLISH;
            case ADMIN -> Right.OWN;
        };
    }
}
