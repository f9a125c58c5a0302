package dev.imprimatur.web.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets so many requests of each client through in a minute: all of them at once, or one after the
 * other (a leaky bucket, kept as the "generic cell rate algorithm": one number a client).
 *
 * <p>Intent: one client does not take the service away from the others. Limit: it counts for as
 * many clients as it may remember, on this instance. Beyond that the least used are forgotten, and
 * may ask as if they were new; a flood from ever new addresses pushes out none that comes often.
 */
final class RateLimit {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long interval;
    private final Clock clock;

    /** By client: until when what it has asked for is paid off, in nanoseconds of the clock. */
    private final Cache<Object, AtomicLong> debts;

    /**
     * A limit.
     *
     * @param perMinute how many a client may ask for; 0: any number
     * @param remembered for how many clients it counts at most
     */
    RateLimit(int perMinute, int remembered, Clock clock) {
        this.interval = perMinute == 0 ? 0 : MINUTE / perMinute;
        this.clock = clock;
        // Cleaned up by whoever comes: there is no thread to fall behind in a flood.
        this.debts = Caffeine.newBuilder().maximumSize(remembered).executor(Runnable::run).build();
    }

    /**
     * Counts a request.
     *
     * @param client who asks; two that are equal share the limit
     * @return empty: it goes ahead; else after how many whole seconds one would, at least 1
     */
    Optional<Duration> exceeded(Object client) {
        if (interval == 0) {
            return Optional.empty();
        }
        long now = now();
        AtomicLong debt = debts.get(client, _ -> new AtomicLong(now));
        while (true) {
            long until = debt.get();
            // Nobody owes more than a minute, unless the clock was put back: then all begin anew,
            // or they would wait for as long as it was put back.
            long from = until > now + MINUTE ? now : Math.max(until, now);
            long wait = from + interval - MINUTE - now;
            if (wait > 0) {
                return Optional.of(Duration.ofSeconds((wait + SECOND - 1) / SECOND));
            }
            if (debt.compareAndSet(until, from + interval)) {
                return Optional.empty();
            }
        }
    }

    /** How many clients are remembered, about. */
    long size() {
        return debts.estimatedSize();
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * SECOND + now.getNano();
    }
}
