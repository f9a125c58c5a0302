package dev.imprimatur.bench;

import static java.util.Locale.ROOT;

import dev.imprimatur.database.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Fills a migrated database with a registry of the size that the targets speak of: names, fields
 * and keys as the service itself would have written them, made by PostgreSQL.
 */
final class Seed {

    static final int PROJECTS = 100_000;
    static final int PUBLISHERS = 200_000;
    static final int EVENTS = 1_000_000;

    /** Those that came last, of a few busy projects, after all that the others have. */
    private static final int EVENTS_OF_BUSY_PROJECTS = 600_000;

    /** The number of the first busy project. */
    private static final int BUSY = 50_000;

    /** The project that has this many publishers, where the others have one or two. */
    static final String LARGE_PROJECT = "acme-large";

    static final int PUBLISHERS_OF_THE_LARGE_PROJECT = 1_000;

    /** All of them long ago: a plan that looks for them from the newest on walks past the rest. */
    private static final int EVENTS_OF_THE_LARGE_PROJECT = 20_000;

    private static final List<String> FIRST_WORDS =
            List.of(
                    "Acme", "Blue", "Data", "Edge", "Flow", "Grid", "Http", "Json", "Kube", "Mail",
                    "Net", "Open", "Py", "Quick", "Rest", "Sample", "Text", "Unit", "Web", "Zeta");
    private static final List<String> SECOND_WORDS =
            List.of(
                    "tools", "client", "core", "utils", "server", "api", "parser", "types",
                    "plugin", "cli");

    private static final String PROJECT_ROWS =
            """
            INSERT INTO project (index_id, name, normalized_name, created_at)
            SELECT 'pypi', name, lower(replace(name, '_', '-')),
                   now() - interval '1 year' - n * interval '1 minute'
              FROM (SELECT n,
                           CASE WHEN n = 1 THEN 'Acme_Large'
                                ELSE (string_to_array('%s', ','))[1 + n %% 20]
                                     || '_'
                                     || (string_to_array('%s', ','))[1 + n / 20 %% 10]
                                     || '-' || lpad(n::text, 6, '0')
                           END AS name
                      FROM generate_series(1, %d) n) names
            """
                    .formatted(
                            String.join(",", FIRST_WORDS),
                            String.join(",", SECOND_WORDS),
                            PROJECTS);

    /** Of each repository one publisher for its releases and one for its nightly builds. */
    private static final String PUBLISHER_ROWS =
            """
            INSERT INTO publisher (project_id, index_id, provider, lookup_key, fields, fields_hash,
                                   pins, pin_deadline, created_at, created_by)
            SELECT project_id, 'pypi', 'test-ci', owner || E'\\n' || repository,
                   jsonb_build_object('owner', owner, 'repository', repository, 'workflow', file,
                                      'environment', 'release'),
                   sha256(convert_to('owner=' || owner || E'\\nrepository=' || repository
                                     || E'\\nworkflow=' || file || E'\\nenvironment=release\\n',
                                     'UTF8')),
                   CASE WHEN n %% 10 > 0 THEN jsonb_build_object(
                       'repository_id', (1000000 + repo)::text,
                       'repository_owner_id', (5000000 + repo %% 5000)::text) END,
                   now() + interval '7 days', now() - n * interval '10 seconds', 'seed'
              FROM (SELECT n, repo, owner, 'repo-' || repo AS repository,
                           'release-' || n || '.yml' AS file,
                           (SELECT p.id FROM project p
                             WHERE p.index_id = 'pypi' AND p.normalized_name = %s) AS project_id
                      FROM (SELECT n, n / 2 AS repo, 'owner-' || n / 2 %% 5000 AS owner
                              FROM generate_series(%d, %d) n) numbers) wanted
            """;

    /** The n-th project by its id: the rows were numbered as they were made. */
    private static final String PUBLISHERS_OF_ALL =
            PUBLISHER_ROWS
                    .formatted("''", PUBLISHERS_OF_THE_LARGE_PROJECT + 1, PUBLISHERS)
                    .replaceFirst(
                            "(?s)\\(SELECT p\\.id FROM project p.*?''\\) AS project_id",
                            "(SELECT min(id) FROM project) + n / 2 %% %d AS project_id"
                                    .formatted(PROJECTS));

    private static final String EVENT_ROWS =
            """
            INSERT INTO event (at, type, actor, index_id, projects, detail)
            SELECT now() - (%1$d - n) * interval '1 second',
                   (ARRAY['publisher-added', 'token-minted', 'token-minted', 'upload-authorized',
                          'exchange-refused'])[1 + n %% 5],
                   'workload', 'pypi', ARRAY[p.normalized_name],
                   jsonb_build_object('provider', 'test-ci', 'publisher', n, 'claims',
                       jsonb_build_object('repository', 'owner-1/repo-' || n, 'ref', 'refs/tags/v1.0',
                                          'sha', md5(n::text)))
              FROM generate_series(1, %1$d) n
              JOIN project p ON p.id = (SELECT min(id) FROM project)
                                     + CASE WHEN n <= %3$d THEN 0
                                            ELSE (n * 7919::bigint) %% %2$d END
            """
                    .formatted(
                            EVENTS - EVENTS_OF_BUSY_PROJECTS,
                            PROJECTS,
                            EVENTS_OF_THE_LARGE_PROJECT);

    /** Six projects take turns in the last 90 days, each with a sixth of the events. */
    private static final String BUSY_EVENT_ROWS =
            """
            INSERT INTO event (at, type, actor, index_id, projects, detail)
            SELECT now() - (%1$d - n) * interval '90 days' / %1$d,
                   CASE WHEN n / 6 %% 4 = 0 THEN 'exchange-refused' ELSE 'token-minted' END,
                   'workload', 'pypi', ARRAY[p.normalized_name],
                   jsonb_build_object('provider', 'test-ci', 'code', 'invalid-publisher',
                       'reason', 'Environment is "release", and the publisher expects "x"',
                       'claims', jsonb_build_object('repository', 'owner-1/repo-' || n,
                           'ref', 'refs/tags/v1.0', 'sha', md5(n::text), 'environment', 'release',
                           'workflow_ref', 'owner-1/repo/.github/workflows/release.yml@refs/tags/v1.0',
                           'job_workflow_ref', 'owner-1/repo/.github/workflows/release.yml@refs/tags/v1.0'))
              FROM generate_series(1, %1$d) n
              JOIN project p ON p.id = (SELECT min(id) FROM project) + %2$d + n %% 6
            """
                    .formatted(EVENTS_OF_BUSY_PROJECTS, BUSY);

    private static final String FEW_RARE_EVENTS =
            """
            UPDATE event SET type = 'project-blocked'
             WHERE id IN (SELECT min(id) + 17 FROM event UNION SELECT min(id) + 1717 FROM event)
            """;

    /** One of so many is the maintainer's; all first words come with it. */
    private static final int ONE_IN = 199;

    /** Somebody who looks after the large project, and after many others all over the index. */
    private static final String MAINTAINER =
            """
            WITH maintainer AS (
                INSERT INTO account (issuer, subject, name, created_at, last_seen_at)
                VALUES ('https://people.test', 'maintainer', 'maintainer', now(), now())
                RETURNING id
            )
            INSERT INTO member (project_id, account_id, role, added_at, added_by)
            SELECT p.id, maintainer.id, 'owner', now(), 'seed'
              FROM maintainer,
                   project p
             WHERE (p.id - (SELECT min(id) FROM project)) %% %d = 0
            """
                    .formatted(ONE_IN);

    static final int PROJECTS_OF_THE_MAINTAINER = (PROJECTS - 1) / ONE_IN + 1;

    /** As the index compares it: a project with 100,000 exchanges and refusals in 90 days. */
    static final String BUSY_PROJECT = projectName(BUSY + 1).toLowerCase(ROOT).replace('_', '-');

    private Seed() {}

    /** The name of the n-th of the maintainer's projects that are not the large one, from 1. */
    static String maintainersProject(int n) {
        return projectName(1 + n * ONE_IN);
    }

    /** Names all over the index, none of which is the large project's. */
    static String someProject(int n) {
        return projectName(2 + n * 37 % (PROJECTS - 2));
    }

    /** The name of the n-th project; the first is the large one. */
    static String projectName(int n) {
        return "%s_%s-%06d".formatted(FIRST_WORDS.get(n % 20), SECOND_WORDS.get(n / 20 % 10), n);
    }

    static void fill(Database database) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            PROJECT_ROWS,
                            MAINTAINER,
                            "ANALYZE project",
                            PUBLISHER_ROWS.formatted(
                                    "'" + LARGE_PROJECT + "'", 1, PUBLISHERS_OF_THE_LARGE_PROJECT),
                            PUBLISHERS_OF_ALL,
                            EVENT_ROWS,
                            BUSY_EVENT_ROWS,
                            FEW_RARE_EVENTS,
                            "VACUUM ANALYZE")) {
                statement.execute(sql);
            }
        }
    }
}
