package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Projects of every kind, as rows, with names of one test's own.
 *
 * @param mark what all their names begin with
 * @param ada who waits for some, and is a member of some
 * @param ben likewise
 */
record SeededProjects(
        JdbcClient jdbc, ProjectRepository projects, String mark, Account ada, Account ben) {

    /** Projects of every kind; those that are over are not among those that come back. */
    List<RegisteredProject> seed(int count) {
        Random random = new Random(count);
        List<Long> there = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            String index =
                    ProjectListTests.INDEXES.get(random.nextInt(ProjectListTests.INDEXES.size()));
            String name = mark + "-" + n;
            switch (random.nextInt(8)) {
                case 0 -> there.add(pending(index, name, ada, "1 day", false));
                case 1 -> {
                    there.add(pending(index, name, ben, "1 day", false));
                    there.add(pending(index, name, ada, "1 day", false));
                }
                case 2 -> there.add(pending(index, name, null, "1 day", false));
                case 3 -> pending(index, name, ada, "-1 day", false);
                case 4 -> {
                    pending(index, name, ada, "1 day", true);
                    there.add(real(index, name, null));
                }
                default -> {
                    long id = real(index, name, random.nextInt(5) == 0 ? "Why" : null);
                    there.add(id);
                    if (random.nextBoolean()) {
                        member(id, ada, random.nextBoolean() ? "owner" : "viewer");
                    }
                    if (random.nextBoolean()) {
                        member(id, ben, "owner");
                    }
                }
            }
        }
        return projects.findByIdIn(there).stream().map(Project::registered).toList();
    }

    long real(String index, String name, @Nullable String blocked) {
        return jdbc.sql(
                        """
                        INSERT INTO project (index_id, name, normalized_name, blocked_reason, created_at)
                        VALUES (:index, :name, :name, :blocked, now()) RETURNING id
                        """)
                .param("index", index)
                .param("name", name)
                .param("blocked", blocked)
                .query(Long.class)
                .single();
    }

    long pending(String index, String name, @Nullable Account claimant, String time, boolean lost) {
        return jdbc.sql(
                        """
                        INSERT INTO project (index_id, name, normalized_name, created_at,
                                             pending_until, claimant_id, claimed_by, lost_at)
                        VALUES (:index, :name, :name, now(), now() + CAST(:time AS interval),
                                :claimant, 'somebody', CASE WHEN :lost THEN now() END)
                        RETURNING id
                        """)
                .param("index", index)
                .param("name", name)
                .param("time", time)
                .param("claimant", claimant == null ? null : claimant.id())
                .param("lost", lost)
                .query(Long.class)
                .single();
    }

    void member(long project, Account account, String role) {
        jdbc.sql("INSERT INTO member VALUES (:project, :account, :role, now(), 'test')")
                .param("project", project)
                .param("account", account.id())
                .param("role", role)
                .update();
    }

    void publishers(long project, int count) {
        jdbc.sql(
                        """
                        INSERT INTO publisher (project_id, index_id, provider, lookup_key, fields,
                                               fields_hash, created_at, created_by)
                        SELECT :project, 'pypi', 'test-ci', 'x', '{}', sha256(CAST(n::text AS bytea)), now(), 'test'
                          FROM generate_series(1, :count) n
                        """)
                .param("project", project)
                .param("count", count)
                .update();
    }

    void upload(String index, String name, String at) {
        jdbc.sql(
                        """
                        INSERT INTO upload (index_id, project, normalized_name, upload_token_id,
                                            provider, publisher_id, publisher, claims, issuer,
                                            authorized_at)
                        VALUES (:index, :name, :name, 1, 'test-ci', 1, '{}', '{}', 'x',
                                CAST(:at AS timestamptz))
                        """)
                .param("index", index)
                .param("name", name)
                .param("at", at)
                .update();
    }
}
