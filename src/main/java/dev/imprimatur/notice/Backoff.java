package dev.imprimatur.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** When a message that did not arrive is sent again, and when no more. */
final class Backoff {

    /** From its beginning; whatever happens, a message is tried once. */
    static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);

    private static final List<Duration> DELAYS =
            List.of(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1));

    private static final double JITTER = 0.2;

    private Backoff() {}

    /**
     * When it is sent again; empty: no more.
     *
     * @param attempts how often it was sent
     * @param retryAfter how long its receiver asks us to wait, which counts up to an hour
     */
    static Optional<Instant> next(
            Instant now, Instant createdAt, int attempts, @Nullable Duration retryAfter) {
        Instant end = createdAt.plus(GIVEN_UP_AFTER);
        if (!now.isBefore(end)) {
            return Optional.empty();
        }
        Instant next = now.plus(delay(attempts, retryAfter));
        // The last attempt is at the end, however long the delay has grown.
        return Optional.of(next.isBefore(end) ? next : end);
    }

    private static Duration delay(int attempts, @Nullable Duration retryAfter) {
        Duration delay = DELAYS.get(Math.clamp(attempts - 1L, 0, DELAYS.size() - 1));
        double share = 1 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER);
        Duration jittered = Duration.ofMillis((long) (delay.toMillis() * share));
        if (retryAfter == null || retryAfter.compareTo(jittered) <= 0) {
            return jittered;
        }
        return retryAfter.compareTo(DELAYS.getLast()) < 0 ? retryAfter : DELAYS.getLast();
    }
}
