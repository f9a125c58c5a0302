package dev.imprimatur.bench.load;

/**
 * Fills a migrated database with so many projects, each with one publisher, as the service itself
 * would have written them; made by PostgreSQL. Repository n is the publisher of project n.
 */
final class Registry {

    private static final int OWNERS = 5000;

    private Registry() {}

    static String owner(int repository) {
        return "owner-" + repository % OWNERS;
    }

    static String repository(int repository) {
        return "repo-" + repository;
    }

    static String repositoryId(int repository) {
        return Integer.toString(1_000_000 + repository);
    }

    static String ownerId(int repository) {
        return Integer.toString(5_000_000 + repository % OWNERS);
    }

    /** Adds repositories from one number to before another. */
    static void fill(Stage stage, int from, int to) {
        stage.run(
                projects(from, to),
                "ANALYZE project",
                publishers(from, to),
                "VACUUM ANALYZE",
                "CHECKPOINT");
    }

    private static String projects(int from, int to) {
        return """
            INSERT INTO project (index_id, name, normalized_name, created_at)
            SELECT 'pypi', 'Sample-' || n, 'sample-' || n, now() - interval '1 year'
              FROM generate_series(%d, %d - 1) n
            """
                .formatted(from, to);
    }

    private static String publishers(int from, int to) {
        return publishers(
                """
                SELECT n, 'owner-' || n %% %d AS owner, 'repo-' || n AS repository,
                       (SELECT id FROM project
                         WHERE index_id = 'pypi' AND normalized_name = 'sample-' || n)
                           AS project_id
                  FROM generate_series(%d, %d - 1) n
                """
                        .formatted(OWNERS, from, to));
    }

    /** One of each number of a repository, its owner, its name and the id of a project. */
    private static String publishers(String repositories) {
        return """
            INSERT INTO publisher (project_id, index_id, provider, lookup_key, fields, fields_hash,
                                   pins, created_at, created_by)
            SELECT project_id, 'pypi', 'test-ci', owner || E'\\n' || repository,
                   jsonb_build_object('owner', owner, 'repository', repository,
                                      'workflow', 'release.yml', 'environment', 'release'),
                   sha256(convert_to('owner=' || owner || E'\\nrepository=' || repository
                                     || E'\\nworkflow=release.yml\\nenvironment=release\\n', 'UTF8')),
                   jsonb_build_object('repository_id', (1000000 + n)::text,
                                      'repository_owner_id', (5000000 + n %% %d)::text),
                   now() - interval '1 year', 'seed'
              FROM (%s) repositories
            """
                .formatted(OWNERS, repositories);
    }

    /** Adds repositories that publish so many projects each, in turns with nobody else's. */
    static void fillSets(Stage stage, int first, int repositories, int projects) {
        stage.run(
                """
                INSERT INTO project (index_id, name, normalized_name, created_at)
                SELECT 'pypi', 'Set-' || n || '-' || k, 'set-' || n || '-' || k,
                       now() - interval '1 year'
                  FROM generate_series(%d, %d - 1) n, generate_series(1, %d) k
                """
                        .formatted(first, first + repositories, projects),
                "ANALYZE project",
                publishers(
                        """
                        SELECT n, 'owner-' || n %% %d AS owner, 'repo-' || n AS repository,
                               (SELECT id FROM project
                                 WHERE index_id = 'pypi' AND normalized_name = 'set-' || n || '-' || k)
                                   AS project_id
                          FROM generate_series(%d, %d - 1) n, generate_series(1, %d) k
                        """
                                .formatted(OWNERS, first, first + repositories, projects)),
                "VACUUM ANALYZE");
    }
}
