package dev.imprimatur.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes rows that have done their work. Any number of instances may do so at once: each takes
 * rows that no other one has in hand.
 */
@Component
public class CleanUp {

    private static final Logger log = LoggerFactory.getLogger(CleanUp.class);

    private static final int BATCH = 1000;

    /**
     * Clocks of instances differ a little. A replay record outlives the last acceptance of its
     * identity token by the clock of the slowest one.
     */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(10);

    /**
     * Of a table of ours, by its own key; both names are written below and nowhere else. The keys
     * are an array and the limit is a part of the statement, or PostgreSQL would plan for a tenth
     * of the table and read it from one end to the other.
     */
    private static final String DELETE =
            """
            DELETE FROM %1$s
             WHERE %2$s = ANY (ARRAY(SELECT %2$s FROM %1$s
                                      WHERE expires_at < :before
                                      ORDER BY expires_at
                                      LIMIT %3$d
                                        FOR UPDATE SKIP LOCKED))
            """;

    private static final String REPLAY_RECORDS = DELETE.formatted("replay_record", "key", BATCH);
    private static final String TOLD_ONCE = DELETE.formatted("told_once", "key", BATCH);
    private static final String UPLOAD_TOKENS = DELETE.formatted("upload_token", "id", BATCH);

    private final JdbcClient jdbc;
    private final RetentionProperties retention;
    private final Clock clock;
    private volatile @Nullable Instant lastRun;

    CleanUp(JdbcClient jdbc, RetentionProperties retention, Clock clock) {
        this.jdbc = jdbc;
        this.retention = retention;
        this.clock = clock;
    }

    /** Cleans up as often as configured; a database that is away now will be there later. */
    @Scheduled(fixedDelayString = "${imprimatur.retention.every:1m}")
    void onSchedule() {
        try {
            run();
        } catch (DataAccessException e) {
            log.warn("Expired rows stay for now, the database does not answer");
            log.debug("The cause", e);
        }
    }

    /** Removes all that may go now; returns how many rows went. */
    public int run() {
        Instant now = clock.instant();
        int removed =
                delete(REPLAY_RECORDS, now.minus(CLOCK_MARGIN))
                        + delete(TOLD_ONCE, now.minus(CLOCK_MARGIN))
                        + delete(UPLOAD_TOKENS, now.minus(retention.uploadTokens()));
        lastRun = now;
        return removed;
    }

    /** When this instance last cleaned up to the end; empty: not since it started. */
    public Optional<Instant> lastRun() {
        return Optional.ofNullable(lastRun);
    }

    private int delete(String sql, Instant before) {
        int all = 0;
        int removed;
        do {
            removed = jdbc.sql(sql).param("before", before.atOffset(ZoneOffset.UTC)).update();
            all += removed;
        } while (removed == BATCH);
        return all;
    }
}
