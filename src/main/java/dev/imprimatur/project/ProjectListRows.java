package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads all that a page of {@link ProjectList} shows in one statement. */
@Component
class ProjectListRows {

    /**
     * The newest upload is looked for in the index of its project alone: the comparison of rows,
     * which says the same as equal names, leaves the planner no other, and it would rather walk
     * through all uploads from the newest on.
     */
    private static final String ROWS =
            """
            SELECT p.id, p.index_id, p.name, p.normalized_name, p.blocked_reason, p.pending_until,
                   p.claimant_id,
                   (SELECT m.role FROM member m
                     WHERE m.project_id = p.id AND m.account_id = CAST(:account AS bigint)) AS role,
                   (SELECT count(*) FROM publisher WHERE project_id = p.id) AS publishers,
                   (SELECT u.authorized_at
                      FROM upload u
                     WHERE p.pending_until IS NULL
                       AND (u.index_id, u.normalized_name, u.id)
                           > (p.index_id, p.normalized_name, 0)
                       AND (u.index_id, u.normalized_name, u.id)
                           <= (p.index_id, p.normalized_name, 9223372036854775807)
                     ORDER BY u.index_id DESC, u.normalized_name DESC, u.id DESC
                     LIMIT 1) AS last_upload
              FROM project p
             WHERE p.id = ANY (:ids)
            """;

    private final JdbcClient jdbc;
    private final Indexes indexes;
    private final Access access;

    ProjectListRows(JdbcClient jdbc, Indexes indexes, Access access) {
        this.jdbc = jdbc;
        this.indexes = indexes;
        this.access = access;
    }

    /** The projects with these ids, in their order; all of them are there. */
    List<ListedProject> of(List<Long> ids, Caller caller) {
        Account account = caller.account();
        Map<Long, ListedProject> rows = new HashMap<>();
        jdbc.sql(ROWS)
                .param("account", account == null ? null : account.id())
                .param("ids", ids.toArray(Long[]::new))
                .query((row, number) -> row(row, caller))
                .list()
                .forEach(project -> rows.put(project.id(), project));
        return ids.stream().map(rows::get).map(Objects::requireNonNull).toList();
    }

    private ListedProject row(ResultSet row, Caller caller) throws SQLException {
        PackageIndex index = indexes.ofId(row.getString("index_id")).orElseThrow();
        ProjectName name = new ProjectName(row.getString("name"), row.getString("normalized_name"));
        Instant pendingUntil = instant(row, "pending_until");
        Role role = role(row, pendingUntil != null, caller.account());
        return new ListedProject(
                row.getLong("id"),
                index,
                name,
                pendingUntil,
                row.getString("blocked_reason"),
                role,
                access.least(index.id(), name, caller, own(caller, role)),
                row.getInt("publishers"),
                instant(row, "last_upload"));
    }

    /** Whoever waits for a name will own it. */
    private static @Nullable Role role(ResultSet row, boolean waiting, @Nullable Account account)
            throws SQLException {
        if (waiting) {
            Long claimant = row.getObject("claimant_id", Long.class);
            return account != null && claimant != null && claimant == account.id()
                    ? Role.OWNER
                    : null;
        }
        String role = row.getString("role");
        return role == null ? null : Role.of(role).orElseThrow();
    }

    private static @Nullable Right own(Caller caller, @Nullable Role role) {
        if (caller.administrator() || role == Role.OWNER) {
            return Right.OWN;
        }
        return role == null ? null : Right.VIEW;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
