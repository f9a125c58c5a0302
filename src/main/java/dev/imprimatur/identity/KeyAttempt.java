package dev.imprimatur.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One attempt to get the keys of an issuer, shared by all who ask for a key that is not there.
 *
 * @param startedAt when it began: until a window later no other one begins
 * @param restored done when the stored keys are in memory or known not to be, or when the issuer
 *     was faster
 * @param fetched true when the issuer gave its keys, false when it did not
 */
record KeyAttempt(
        Instant startedAt,
        CompletableFuture<Boolean> restored,
        CompletableFuture<Boolean> fetched) {

    static KeyAttempt startedAt(Instant now) {
        return new KeyAttempt(now, new CompletableFuture<>(), new CompletableFuture<>());
    }

    boolean isUnderWay() {
        return !fetched.isDone();
    }

    /** How long it keeps the next one from beginning; zero when it does no more. */
    Duration restOf(Duration window, Instant now) {
        Duration since = Duration.between(startedAt, now);
        // A clock that was set back must not close the window for hours.
        return since.isNegative() || since.compareTo(window) >= 0
                ? Duration.ZERO
                : window.minus(since);
    }

    /** Waits until the stored keys are in memory, if they are to be. */
    void awaitRestored(long deadline) {
        await(restored, deadline);
    }

    /** Waits for the issuer; true where it gave its keys before the deadline. */
    boolean awaitFetched(long deadline) {
        return await(fetched, deadline);
    }

    private static boolean await(CompletableFuture<Boolean> part, long deadline) {
        try {
            return part.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
