package dev.imprimatur.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells up to which id the audit log is final. Ids are given out in one order and transactions
 * commit in another, so what is newest now may not be all there is before it.
 *
 * <p>A transaction has its number before it gets the id of an event ({@code next_event_id()} sees
 * to that). So once all transactions have ended that were under way while an id was the newest, no
 * event of that id or a lower one can still appear.
 */
@Component
class SettledIds {

    private static final String LOOK =
            """
            SELECT (SELECT coalesce(max(id), 0) FROM event) AS newest,
                   CAST(CAST(pg_snapshot_xmin(s) AS text) AS bigint) AS oldest_under_way,
                   CAST(CAST(pg_snapshot_xmax(s) AS text) AS bigint) AS next
              FROM pg_current_snapshot() AS s
            """;

    /**
     * What runs longer than this is not ours: a transaction of this service ends within seconds.
     * Limit: whoever changes the database by hand for longer can hide an event from those who
     * follow live; it is in the log all the same.
     */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final Clock clock;

    SettledIds(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One look at the log.
     *
     * @param newest the highest id that is visible; 0: none
     * @param oldestUnderWay the number of the oldest transaction that has not ended
     * @param next the number that the next transaction gets
     */
    record Look(long newest, long oldestUnderWay, long next) {

        boolean nothingIsUnderWay() {
            return oldestUnderWay >= next;
        }
    }

    Look look() {
        return jdbc.sql(LOOK)
                .query(
                        (row, number) ->
                                new Look(
                                        row.getLong("newest"),
                                        row.getLong("oldest_under_way"),
                                        row.getLong("next")))
                .single();
    }

    Watch watch() {
        return new Watch();
    }

    /** Looks again and again, for one thread. */
    final class Watch {

        private @Nullable Look waitingFor;
        private Instant since = Instant.EPOCH;

        /** Up to which id all is final, as far as is known now; empty: nothing new is known. */
        Optional<Long> look() {
            Look now = SettledIds.this.look();
            if (now.nothingIsUnderWay()) {
                waitingFor = null;
                return Optional.of(now.newest());
            }
            Look before = waitingFor;
            if (before == null) {
                waitFor(now);
                return Optional.empty();
            }
            if (now.oldestUnderWay() >= before.next()
                    || !clock.instant().isBefore(since.plus(LONGEST))) {
                waitFor(now);
                return Optional.of(before.newest());
            }
            return Optional.empty();
        }

        /** Whether the next look may tell more soon. */
        boolean isSettling() {
            return waitingFor != null;
        }

        private void waitFor(Look look) {
            waitingFor = look;
            since = clock.instant();
        }
    }
}
