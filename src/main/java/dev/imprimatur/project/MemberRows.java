package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of members. */
@Component
class MemberRows {

    private static final String SELECT =
            """
            SELECT a.id, a.name, a.email, a.created_at, m.role, m.added_at, m.added_by
              FROM member m
              JOIN account a ON a.id = m.account_id
             WHERE m.project_id = :project
            """;

    private static final String PAGE =
            SELECT + " AND a.name ~>~ :after ORDER BY a.name USING ~<~ LIMIT :limit";

    private static final String BY_NAME = SELECT + " AND a.name = :account";

    /** One person's projects are few enough to be sorted. */
    private static final String OF_ACCOUNT =
            """
            SELECT p.index_id, p.name, p.normalized_name, m.role, m.added_at
              FROM member m
              JOIN project p ON p.id = m.project_id
             WHERE m.account_id = :account
               AND (p.index_id COLLATE "C", p.normalized_name COLLATE "C") > (:index, :name)
             ORDER BY p.index_id COLLATE "C", p.normalized_name COLLATE "C"
             LIMIT :limit
            """;

    private static final String HOLD = "SELECT id FROM project WHERE id = :project FOR UPDATE";

    private static final String HAS_OTHER_OWNER =
            """
            SELECT EXISTS (SELECT 1 FROM member
                            WHERE project_id = :project AND role = 'owner'
                              AND account_id <> :account)
            """;

    private static final String PUT =
            """
            INSERT INTO member (project_id, account_id, role, added_at, added_by)
            VALUES (:project, :account, :role, :now, :actor)
            ON CONFLICT (project_id, account_id) DO UPDATE SET role = excluded.role
            """;

    private static final String REMOVE =
            "DELETE FROM member WHERE project_id = :project AND account_id = :account";

    private final JdbcClient jdbc;

    MemberRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Member> page(long project, String after, int limit) {
        return jdbc.sql(PAGE)
                .param("project", project)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> member(row))
                .list();
    }

    List<Membership> ofAccount(long account, String afterIndex, String afterName, int limit) {
        return jdbc.sql(OF_ACCOUNT)
                .param("account", account)
                .param("index", afterIndex)
                .param("name", afterName)
                .param("limit", limit)
                .query(
                        (row, number) ->
                                new Membership(
                                        row.getString("index_id"),
                                        new ProjectName(
                                                row.getString("name"),
                                                row.getString("normalized_name")),
                                        role(row),
                                        addedAt(row)))
                .list();
    }

    Optional<Member> find(long project, String account) {
        return jdbc.sql(BY_NAME)
                .param("project", project)
                .param("account", account)
                .query((row, number) -> member(row))
                .optional();
    }

    /** Holds the project until the transaction ends; false where it is not there. */
    boolean hold(long project) {
        return jdbc.sql(HOLD).param("project", project).query(Long.class).optional().isPresent();
    }

    boolean hasOtherOwner(long project, Account account) {
        return jdbc.sql(HAS_OTHER_OWNER)
                .param("project", project)
                .param("account", account.id())
                .query(Boolean.class)
                .single();
    }

    void put(long project, Account account, Role role, Instant now, String actor) {
        jdbc.sql(PUT)
                .param("project", project)
                .param("account", account.id())
                .param("role", role.wireName())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("actor", actor)
                .update();
    }

    void remove(long project, Account account) {
        jdbc.sql(REMOVE).param("project", project).param("account", account.id()).update();
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                new Account(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("email"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant()),
                role(row),
                addedAt(row),
                row.getString("added_by"));
    }

    private static Role role(ResultSet row) throws SQLException {
        return Role.of(row.getString("role")).orElseThrow();
    }

    private static Instant addedAt(ResultSet row) throws SQLException {
        return row.getObject("added_at", OffsetDateTime.class).toInstant();
    }
}
