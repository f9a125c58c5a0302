package dev.imprimatur.token;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.PendingMarks;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.secret.Secret;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says which pending projects an upload token concerns, for the marks of events. Not on the way of
 * an upload that goes ahead: the project of that one is real.
 */
@Component
class PendingOfToken {

    /**
     * A part of statements that write an event of the token in the row {@code %s}: its marks as
     * facts, an empty object where it concerns no pending project.
     */
    static final String FACTS =
            """
            (SELECT CASE WHEN count(*) = 0 THEN CAST('{}' AS jsonb)
                         ELSE jsonb_build_object('pending_projects', jsonb_object_agg(name, ids))
                    END
               FROM (SELECT j.normalized_name AS name, jsonb_agg(DISTINCT j.id) AS ids
                       FROM publisher p JOIN project j ON j.id = p.project_id
                      WHERE p.id = ANY (%s.publisher_ids) AND j.pending_until IS NOT NULL
                      GROUP BY j.normalized_name) pending)\
            """;

    private static final String OF_NAME =
            """
            SELECT DISTINCT j.id
              FROM upload_token t
              JOIN publisher p ON p.id = ANY (t.publisher_ids)
              JOIN project j ON j.id = p.project_id
             WHERE t.hash = :hash
               AND j.normalized_name = :project AND j.pending_until IS NOT NULL
            """;

    private final JdbcClient jdbc;

    PendingOfToken(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The event of a refusal, marked with the projects of this name that the token reaches. */
    Event mark(Event refusal, Secret token, ProjectName project) {
        PendingMarks marks = new PendingMarks();
        jdbc.sql(OF_NAME)
                .param("hash", token.hash())
                .param("project", project.normalized())
                .query(Long.class)
                .list()
                .forEach(id -> marks.add(project.normalized(), id));
        return refusal.with(marks.facts());
    }
}
