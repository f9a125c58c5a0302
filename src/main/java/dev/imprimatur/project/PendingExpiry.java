package dev.imprimatur.project;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.PendingProjects.Waiting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reminds those who wait for a name before their time is over, and lets the name go after it. Any
 * number of instances may do so at once: each takes rows that no other one has in hand, so that
 * everybody is told once.
 */
@Component
public class PendingExpiry {

    private static final Logger log = LoggerFactory.getLogger(PendingExpiry.class);

    private static final int BATCH = 100;

    private static final String COLUMNS =
            """
            SELECT id, index_id, normalized_name, lost_at, claimant_id, claimed_by, pending_until
              FROM project
            """;

    private static final String TO_REMIND =
            COLUMNS
                    + """
                     WHERE pending_until > :now AND pending_until <= :soon
                       AND reminded_at IS NULL AND lost_at IS NULL
                     ORDER BY id
                     LIMIT :batch
                       FOR UPDATE SKIP LOCKED
                    """;

    private static final String REMINDED =
            "UPDATE project SET reminded_at = :now WHERE id = ANY (:ids)";

    private static final String TO_END =
            COLUMNS
                    + """
                     WHERE pending_until <= :now
                     ORDER BY id
                     LIMIT :batch
                       FOR UPDATE SKIP LOCKED
                    """;

    /** In the order in which an exchange locks them that binds several at once. */
    private static final String LOCK_PUBLISHERS =
            "SELECT id FROM publisher WHERE project_id = ANY (:ids) ORDER BY id FOR UPDATE";

    private static final String END = "DELETE FROM project WHERE id = ANY (:ids)";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final PendingProperties properties;
    private final EventLog events;
    private final Clock clock;

    PendingExpiry(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            PendingProperties properties,
            EventLog events,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    /** As often as rows are cleaned up; a database that is away now will be there later. */
    @Scheduled(fixedDelayString = "${imprimatur.retention.every:1m}")
    void onSchedule() {
        try {
            run();
        } catch (DataAccessException e) {
            log.warn("Pending projects stay as they are for now, the database does not answer");
            log.debug("The cause", e);
        }
    }

    /** Reminds and ends all that are due now. */
    public void run() {
        while (transaction.execute(status -> remind()) == BATCH) {}
        while (transaction.execute(status -> end()) == BATCH) {}
    }

    private record Due(String indexId, String name, boolean lost, Waiting waiting) {

        static Due of(ResultSet row, int number) throws SQLException {
            return new Due(
                    row.getString("index_id"),
                    row.getString("normalized_name"),
                    row.getObject("lost_at") != null,
                    Waiting.of(row));
        }

        Event event(EventType type) {
            return new Event(type, "system", indexId, List.of(name), waiting.facts());
        }
    }

    private int remind() {
        OffsetDateTime now = now();
        List<Due> due =
                jdbc.sql(TO_REMIND)
                        .param("now", now)
                        .param("soon", now.plus(properties.reminder()))
                        .param("batch", BATCH)
                        .query(Due::of)
                        .list();
        if (!due.isEmpty()) {
            jdbc.sql(REMINDED).param("now", now).param("ids", ids(due)).update();
            due.forEach(one -> events.record(one.event(EventType.PROJECT_PENDING_EXPIRING)));
        }
        return due.size();
    }

    /** Those that were lost before go without a word: their claimants were told then. */
    private int end() {
        List<Due> due =
                jdbc.sql(TO_END).param("now", now()).param("batch", BATCH).query(Due::of).list();
        if (!due.isEmpty()) {
            jdbc.sql(LOCK_PUBLISHERS).param("ids", ids(due)).query(Long.class).list();
            jdbc.sql(END).param("ids", ids(due)).update();
            due.stream()
                    .filter(one -> !one.lost())
                    .forEach(one -> events.record(one.event(EventType.PROJECT_PENDING_EXPIRED)));
        }
        return due.size();
    }

    private static long[] ids(List<Due> due) {
        return due.stream().mapToLong(one -> one.waiting().id()).toArray();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
