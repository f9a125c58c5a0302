package dev.imprimatur.notice;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.PendingMarks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the people whom an event concerns: the owners of its projects, who waits with a pending
 * one, the owners of the prefix of a pattern, and the accounts that its detail names, such as those
 * who owned a project that is gone. Each hears of their own projects only, and of nothing that they
 * chose not to hear of.
 */
final class Recipients {

    private static final String OWNERS =
            """
            SELECT a.email, array_agg(DISTINCT theirs.name) AS projects
              FROM (SELECT m.account_id, j.normalized_name AS name
                      FROM project j JOIN member m ON m.project_id = j.id AND m.role = 'owner'
                     WHERE j.index_id = :index
                       AND j.normalized_name = ANY (:projects)
                       AND (j.normalized_name <> ALL (:marked) OR j.id = ANY (:pending))
                     UNION
                    SELECT claimant_id, normalized_name
                      FROM project
                     WHERE id = ANY (:pending) AND pending_until IS NOT NULL AND lost_at IS NULL
                     UNION
                    SELECT o.account_id, pattern
                      FROM unnest(:projects) AS pattern
                      JOIN prefix_owner o ON o.index_id = :index
                                         AND starts_with(pattern, o.prefix)
                     WHERE strpos(pattern, '*') > 0) theirs
              JOIN account a ON a.id = theirs.account_id
             WHERE a.email IS NOT NULL
               AND NOT EXISTS (SELECT FROM silenced_notice s
                                WHERE s.account_id = a.id AND s.type = ANY (:silencing))
             GROUP BY a.email
             ORDER BY a.email
             LIMIT :limit
            """;

    private static final String ACCOUNTS =
            """
            SELECT a.email FROM account a
             WHERE a.id = ANY (:ids) AND a.email IS NOT NULL
               AND NOT EXISTS (SELECT FROM silenced_notice s
                                WHERE s.account_id = a.id AND s.type = ANY (:silencing))
             ORDER BY a.email
             LIMIT :limit
            """;

    /** An event goes to no more people than this. */
    private static final int MOST = 500;

    private final JdbcClient jdbc;

    Recipients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Mail addresses, with the projects of the event that each may know of. */
    Map<String, List<String>> of(Event event) {
        Map<String, List<String>> people = new HashMap<>();
        switch (event.type()) {
            // The project of this name may be somebody else's by now, or in the next moment.
            case PROJECT_PENDING_EXPIRING, PROJECT_PENDING_LOST -> {}
            default -> people.putAll(owners(event));
        }
        named(event).forEach(address -> people.put(address, event.projects()));
        people.keySet().removeIf(address -> !MailTarget.isAddress(address));
        return people;
    }

    private Map<String, List<String>> owners(Event event) {
        Map<String, List<String>> owners = new HashMap<>();
        if (event.indexId() != null && !event.projects().isEmpty()) {
            // What befalls somebody who waited for a name is not for whoever has it now.
            Map<String, Set<Long>> marks = PendingMarks.of(event);
            jdbc.sql(OWNERS)
                    .param("index", event.indexId())
                    .param("projects", event.projects().toArray(String[]::new))
                    .param("marked", marks.keySet().toArray(String[]::new))
                    .param(
                            "pending",
                            marks.values().stream().flatMap(Set::stream).toArray(Long[]::new))
                    .param("silencing", SilencedNotices.silencing(event.type()))
                    .param("limit", MOST)
                    .query((row, number) -> owners.put(row.getString("email"), projects(row)))
                    .list();
        }
        return owners;
    }

    private List<String> named(Event event) {
        if (!(event.detail().get("accounts") instanceof Collection<?> accounts)
                || accounts.isEmpty()) {
            return List.of();
        }
        Long[] ids =
                accounts.stream()
                        .filter(Number.class::isInstance)
                        .map(id -> ((Number) id).longValue())
                        .toArray(Long[]::new);
        return jdbc.sql(ACCOUNTS)
                .param("ids", ids)
                .param("silencing", SilencedNotices.silencing(event.type()))
                .param("limit", MOST)
                .query(String.class)
                .list();
    }

    private static List<String> projects(ResultSet row) throws SQLException {
        return List.of((String[]) row.getArray("projects").getArray());
    }
}
