package dev.imprimatur.publisher;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds what the people of some projects had better look at, for all of these at once: one
 * statement each, however many projects they look after.
 */
@Component
public class Attention {

    /** What was refused longer ago is history, which the page of the project has. */
    private static final Duration LATELY = Duration.ofDays(14);

    private static final String UNBOUND =
            """
            SELECT id, project_id, pin_deadline
              FROM publisher
             WHERE project_id = ANY (:projects)
               AND enabled AND pins IS NULL AND pin_deadline IS NOT NULL
             ORDER BY pin_deadline, id
             LIMIT :limit
            """;

    /**
     * Which events a project sees is what {@link dev.imprimatur.audit.Viewpoint} says. Those that
     * it has alone are walked from the newest on, by the index that counts its activity; the
     * comparison of four leaves PostgreSQL that index alone.
     */
    private static final String REFUSED =
            """
            WITH mine AS MATERIALIZED (
                SELECT id, index_id, normalized_name AS name, created_at AS made,
                       pending_until IS NOT NULL AS pending
                  FROM project
                 WHERE id = ANY (:projects)
            ), found AS (
                SELECT m.id AS project_id, own.id, own.at, own.detail
                  FROM mine m
                 CROSS JOIN LATERAL (
                       SELECT e.id, e.at, e.detail
                         FROM event e
                        WHERE (e.index_id, e.projects, e.type, e.at)
                              >= (m.index_id, ARRAY[m.name], 'exchange-refused',
                                  GREATEST(m.made, CAST(:since AS timestamptz)))
                          AND (e.index_id, e.projects, e.type, e.at)
                              <= (m.index_id, ARRAY[m.name], 'exchange-refused',
                                  CAST('infinity' AS timestamptz))
                          AND e.type = 'exchange-refused'
                          AND cardinality(e.projects) = 1
                          AND e.detail -> 'pending_projects' IS NULL
                          AND NOT m.pending
                        ORDER BY e.index_id DESC, e.projects DESC, e.type DESC, e.at DESC
                        LIMIT :limit) own
                 UNION ALL
                SELECT m.id, e.id, e.at, e.detail
                  FROM mine m
                  JOIN event e ON e.index_id = m.index_id AND e.projects @> ARRAY[m.name]
                 WHERE e.type = 'exchange-refused'
                   AND (cardinality(e.projects) > 1 OR e.detail -> 'pending_projects' IS NOT NULL)
                   AND e.at >= :since
                   AND CASE WHEN e.detail -> 'pending_projects' -> m.name IS NULL
                            THEN e.at >= m.made AND NOT m.pending
                            ELSE e.detail -> 'pending_projects' -> m.name
                                 @> to_jsonb(ARRAY[m.id])
                       END
            )
            SELECT project_id, at, attempt, reason
              FROM (SELECT DISTINCT ON (id) id, project_id, at, detail ->> 'attempt' AS attempt,
                           detail ->> 'reason' AS reason
                      FROM found
                     WHERE detail ->> 'attempt' IS NOT NULL
                     ORDER BY id, project_id) once
             ORDER BY id DESC
             LIMIT :limit
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Attention(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A publisher that is switched on and bound to nothing.
     *
     * @param id the publisher
     * @param project the id of its project
     * @param deadline until when its first use binds it; once that is over it matches nothing
     */
    public record Unbound(long id, long project, Instant deadline) {}

    /**
     * An exchange that was refused, of the last two weeks.
     *
     * @param project the id of one of the projects that it came near to
     * @param attempt the id that the CI log shows
     * @param reason the sentence that the CI log shows
     */
    public record Refused(long project, Instant at, String attempt, String reason) {}

    /**
     * The publishers that are bound to nothing, those whose time is over or nearly so first.
     *
     * @param projects the ids of those that whoever asks may see
     */
    @Transactional(readOnly = true)
    public List<Unbound> unbound(Collection<Long> projects, int limit) {
        return projects.isEmpty()
                ? List.of()
                : jdbc.sql(UNBOUND)
                        .param("projects", projects.toArray(Long[]::new))
                        .param("limit", limit)
                        .query(
                                (row, number) ->
                                        new Unbound(
                                                row.getLong("id"),
                                                row.getLong("project_id"),
                                                instant(row, "pin_deadline")))
                        .list();
    }

    /**
     * What was refused last, the newest first; what came near to several projects is there once.
     *
     * @param projects the ids of those that whoever asks may see
     */
    @Transactional(readOnly = true)
    public List<Refused> refused(Collection<Long> projects, int limit) {
        return projects.isEmpty()
                ? List.of()
                : jdbc.sql(REFUSED)
                        .param("projects", projects.toArray(Long[]::new))
                        .param("since", clock.instant().minus(LATELY).atOffset(ZoneOffset.UTC))
                        .param("limit", limit)
                        .query(
                                (row, number) ->
                                        new Refused(
                                                row.getLong("project_id"),
                                                instant(row, "at"),
                                                row.getString("attempt"),
                                                row.getString("reason")))
                        .list();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
