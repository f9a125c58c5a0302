package dev.imprimatur.notice;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Removes deliveries that have done their work, and gives those up whose receiver is configured no
 * longer. Any number of instances may do so at once.
 */
class NoticeCleanUp {

    private static final Logger log = LoggerFactory.getLogger(NoticeCleanUp.class);

    private static final int BATCH = 1000;

    /** A receiver that is back in the configuration within this time gets what waits for it. */
    private static final Duration PATIENCE = Backoff.GIVEN_UP_AFTER.multipliedBy(2);

    /** What nobody heard of for so long may be told as if it were the first time. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(365);

    private static final String ENDED =
            """
            DELETE FROM delivery
             WHERE id IN (SELECT id FROM delivery
                           WHERE ended_at < :before
                           ORDER BY ended_at
                           LIMIT :batch
                             FOR UPDATE SKIP LOCKED)
            """;

    private static final String ORPHANED =
            """
            UPDATE delivery
               SET state = 'dead', ended_at = :now, failure = 'its receiver is not configured'
             WHERE id IN (SELECT id FROM delivery
                           WHERE state = 'waiting'
                             AND target <> ALL (:targets)
                             AND created_at < :before
                           LIMIT :batch
                             FOR UPDATE SKIP LOCKED)
            """;

    private static final String FORGOTTEN = "DELETE FROM last_told WHERE told_at < :before";

    private final JdbcClient jdbc;
    private final List<String> targets;
    private final NoticeRetentionProperties retention;
    private final Clock clock;

    NoticeCleanUp(
            JdbcClient jdbc,
            List<String> targets,
            NoticeRetentionProperties retention,
            Clock clock) {
        this.jdbc = jdbc;
        this.targets = targets;
        this.retention = retention;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${imprimatur.retention.every:1m}")
    void onSchedule() {
        try {
            run();
        } catch (DataAccessException e) {
            log.warn("Old notices stay for now, the database does not answer");
            log.debug("The cause", e);
        }
    }

    void run() {
        Instant now = clock.instant();
        int removed;
        do {
            removed = before(ENDED, now.minus(retention.notices())).param("batch", BATCH).update();
        } while (removed == BATCH);
        int orphaned =
                before(ORPHANED, now.minus(PATIENCE))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("targets", targets.toArray(String[]::new))
                        .param("batch", BATCH)
                        .update();
        if (orphaned > 0) {
            log.warn("{} notices are given up: their receiver is not configured", orphaned);
        }
        before(FORGOTTEN, now.minus(FORGOTTEN_AFTER)).update();
    }

    private JdbcClient.StatementSpec before(String sql, Instant before) {
        return jdbc.sql(sql).param("before", before.atOffset(ZoneOffset.UTC));
    }
}
