package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import java.util.List;
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

    private static final String ROLE =
            "SELECT role FROM member WHERE project_id = :project AND account_id = :account";

    private final JdbcClient jdbc;
    private final Indexes indexes;

    Access(JdbcClient jdbc, Indexes indexes) {
        this.jdbc = jdbc;
        this.indexes = indexes;
    }

    /** The least of what the person may, what the credentials are good for, and where. */
    public Right to(RegisteredProject project, Caller caller) {
        if (caller.isAdmin()) {
            return Right.ADMIN;
        }
        if (!reaches(caller, project.indexId(), project.name())) {
            return Right.NONE;
        }
        Right most = most(caller);
        Right own = own(project, caller);
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

    private Right own(RegisteredProject project, Caller caller) {
        if (caller.administrator()) {
            return Right.OWN;
        }
        Account account = caller.account();
        if (project.pending() != null) {
            return project.pending().isOf(account) ? Right.OWN : Right.NONE;
        }
        if (account == null) {
            return Right.NONE;
        }
        return jdbc.sql(ROLE)
                .param("project", project.id())
                .param("account", account.id())
                .query(String.class)
                .optional()
                .map(role -> role.equals("owner") ? Right.OWN : Right.VIEW)
                .orElse(Right.NONE);
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
