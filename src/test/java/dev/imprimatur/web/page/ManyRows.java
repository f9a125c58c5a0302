package dev.imprimatur.web.page;

import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Twenty times what a project and one of its members have, as rows: publishers, tokens, uploads,
 * events, members; and for the member projects and API tokens.
 */
final class ManyRows {

    private final JdbcClient jdbc;
    private final String project;
    private final String member;

    /** Of the project and the member of these variables of paths. */
    ManyRows(JdbcClient jdbc, Map<String, String> variables) {
        this.jdbc = jdbc;
        this.project = Objects.requireNonNull(variables.get("name"));
        this.member = Objects.requireNonNull(variables.get("member"));
    }

    void add() {
        again(
                "publisher",
                """
                'id', nextval('publisher_id_seq'), 'grant_id', nextval('publisher_id_seq'),
                'fields', r.fields || jsonb_build_object('workflow', n || '.yml'),
                'fields_hash', sha256(convert_to(r.id || '-' || n, 'UTF8'))
                """,
                """
                r.project_id = (SELECT id FROM project
                                 WHERE index_id = 'pypi' AND normalized_name = :project)
                """);
        again(
                "upload_token",
                """
                'id', nextval('upload_token_id_seq'),
                'hash', sha256(convert_to(r.id || '-' || n, 'UTF8'))
                """,
                "r.id = (SELECT max(upload_token_id) FROM upload WHERE normalized_name = :project)");
        again(
                "upload",
                "'id', nextval('upload_id_seq'), 'version', '2.' || n",
                "r.normalized_name = :project");
        again(
                "event",
                """
                'id', next_event_id(),
                'detail', CASE WHEN jsonb_exists(r.detail, 'attempt')
                               THEN r.detail || jsonb_build_object('attempt', gen_random_uuid())
                               ELSE r.detail
                          END
                """,
                "r.index_id = 'pypi' AND r.projects @> ARRAY[CAST(:project AS text)]");
        again(
                "account",
                """
                'id', nextval('account_id_seq'), 'name', r.name || '-' || n,
                'subject', r.subject || '-' || n
                """,
                "r.name = :member");
        again(
                "project",
                """
                'id', nextval('project_id_seq'), 'name', r.name || '-' || n,
                'normalized_name', r.normalized_name || '-' || n
                """,
                "r.normalized_name IN (:project, 'waiting-' || :project)");
        again(
                "api_token",
                """
                'id', nextval('api_token_id_seq'), 'name', r.name || '-' || n,
                'hash', sha256(convert_to(r.id || '-' || n, 'UTF8'))
                """,
                "r.account_id = (SELECT id FROM account WHERE name = :member)");
        members();
    }

    /** Each of these rows again, with what must differ. */
    private void again(String table, String changes, String which) {
        atLeastTwenty(
                """
                INSERT INTO %1$s OVERRIDING SYSTEM VALUE
                SELECT (jsonb_populate_record(r, jsonb_build_object(%2$s))).*
                  FROM %1$s r, generate_series(1, 20) n
                 WHERE %3$s
                """
                        .formatted(table, changes, which));
    }

    /** The new accounts in the project, and the member in the new projects. */
    private void members() {
        atLeastTwenty(
                """
                INSERT INTO member (project_id, account_id, role, added_at, added_by)
                SELECT p.id, a.id, 'owner', now(), 'system' FROM project p, account a
                 WHERE p.index_id = 'pypi' AND p.pending_until IS NULL
                   AND (p.normalized_name = :project AND a.name LIKE :member || '-%'
                        OR p.normalized_name LIKE :project || '-%' AND a.name = :member)
                """);
    }

    private void atLeastTwenty(String insert) {
        int rows = jdbc.sql(insert).param("project", project).param("member", member).update();
        if (rows < 20) {
            throw new IllegalStateException("%d rows by %s".formatted(rows, insert));
        }
    }
}
