package dev.imprimatur.identity;

import dev.imprimatur.identity.StoredKeys.StoredKeySet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The keys of one issuer, kept so that neither an outage of the issuer nor a flood of forged key
 * ids is felt by tokens whose keys are known.
 *
 * <p>One attempt to fetch at a time and one a window, whoever wants it: an unknown key, the age of
 * the set, the timer. Only those whose key is unknown wait for it. Nothing here holds a lock; no
 * read of a known key waits for anything.
 *
 * <table>
 *   <caption>When the look-up fails</caption>
 *   <tr><th>the issuer</th><th>known key</th><th>unknown key</th></tr>
 *   <tr><td>answers</td><td>found</td><td>fetched for; unknown until the window is over</td></tr>
 *   <tr><td>fails, keys at hand</td><td>found, up to the maximum age</td>
 *       <td>unavailable until the window is over</td></tr>
 *   <tr><td>fails, nothing at hand</td><td>-</td><td>stored keys, else unavailable</td></tr>
 * </table>
 */
final class IssuerKeys {

    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);
    private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

    private final KeyIssuer provider;
    private final IssuerClient client;
    private final StoredKeys stored;
    private final KeysProperties properties;
    private final Clock clock;
    private final Executor executor;

    private final AtomicReference<@Nullable KeySet> current = new AtomicReference<>();
    private final AtomicReference<@Nullable KeyAttempt> latest = new AtomicReference<>();
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable String lastFailure;
    private final AtomicBoolean storeFails = new AtomicBoolean();

    IssuerKeys(
            KeyIssuer provider,
            IssuerClient client,
            StoredKeys stored,
            KeysProperties properties,
            Clock clock,
            Executor executor) {
        this.provider = provider;
        this.client = client;
        this.stored = stored;
        this.properties = properties;
        this.clock = clock;
        this.executor = executor;
    }

    /** Looks for a key; waits only where it is unknown, and no longer than a fetch may take. */
    KeySearch find(KeyReference reference) {
        Optional<IssuerKey> known = known(reference);
        if (known.isPresent()) {
            refreshIfOld();
            return new KeySearch.Found(known.get());
        }
        long deadline = System.nanoTime() + properties.fetchBudget().toNanos();
        KeyAttempt attempt = attemptOfThisWindow();
        // After a restart the stored keys are there long before a failing issuer has failed.
        attempt.awaitRestored(deadline);
        boolean fetched = known(reference).isPresent() || attempt.awaitFetched(deadline);
        return known(reference)
                .<KeySearch>map(KeySearch.Found::new)
                .orElseGet(
                        () ->
                                fetched
                                        ? new KeySearch.Unknown()
                                        : new KeySearch.Unavailable(retryAfter(attempt)));
    }

    /** Called by a timer, so that the first token after a quiet night finds its key. */
    void keepWarm() {
        KeyAttempt last = latest.get();
        Instant now = clock.instant();
        if (last == null || last.restOf(properties.refreshAfter(), now).isZero()) {
            attemptOfThisWindow();
        }
    }

    KeyIssuer issuer() {
        return provider;
    }

    KeyState state() {
        KeySet keys = current.get();
        KeyAttempt last = latest.get();
        Instant now = clock.instant();
        return new KeyState(
                keys != null && isTrusted(keys) ? keys.keys().size() : 0,
                Optional.ofNullable(keys).map(set -> set.age(now)),
                failures.get(),
                Optional.ofNullable(lastFailure),
                Optional.ofNullable(last)
                        .map(attempt -> attempt.restOf(properties.window(), now))
                        .filter(Duration::isPositive)
                        .map(now::plus));
    }

    private Optional<IssuerKey> known(KeyReference reference) {
        KeySet keys = current.get();
        return keys != null && isTrusted(keys) ? keys.find(reference) : Optional.empty();
    }

    private boolean isTrusted(KeySet keys) {
        return keys.age(clock.instant()).compareTo(properties.maximumAge()) <= 0;
    }

    private void refreshIfOld() {
        KeySet keys = current.get();
        if (keys != null && keys.age(clock.instant()).compareTo(properties.refreshAfter()) >= 0) {
            attemptOfThisWindow();
        }
    }

    private Duration retryAfter(KeyAttempt attempt) {
        Duration rest = attempt.restOf(properties.window(), clock.instant());
        return rest.compareTo(SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : rest;
    }

    /** The attempt that is under way or was made in this window; a new one where there is none. */
    private KeyAttempt attemptOfThisWindow() {
        while (true) {
            KeyAttempt last = latest.get();
            Instant now = clock.instant();
            if (last != null
                    && (last.isUnderWay() || !last.restOf(properties.window(), now).isZero())) {
                return last;
            }
            KeyAttempt next = KeyAttempt.startedAt(now);
            if (latest.compareAndSet(last, next)) {
                start(next);
                return next;
            }
        }
    }

    private void start(KeyAttempt attempt) {
        try {
            executor.execute(() -> restore(attempt));
            executor.execute(() -> fetch(attempt));
        } catch (RejectedExecutionException e) {
            // The service is stopping.
            attempt.restored().complete(false);
            attempt.fetched().complete(false);
        }
    }

    /**
     * Beside the fetch, not before it: neither a slow database nor a slow issuer delays the other.
     */
    private void restore(KeyAttempt attempt) {
        try {
            KeySet seen = current.get();
            if (seen == null || !isTrusted(seen)) {
                stored.load(provider.issuer())
                        .flatMap(this::read)
                        .ifPresent(keys -> current.compareAndSet(seen, keys));
            }
        } catch (DataAccessException e) {
            warnOfStore(e);
        } finally {
            attempt.restored().complete(true);
        }
    }

    private Optional<KeySet> read(StoredKeySet keys) {
        // Another instance's clock may run ahead; that must not make keys live longer.
        Instant now = clock.instant();
        Instant fetchedAt = keys.fetchedAt().isAfter(now) ? now : keys.fetchedAt();
        return KeySet.read(keys.text(), provider.algorithms(), fetchedAt).filter(this::isTrusted);
    }

    private void fetch(KeyAttempt attempt) {
        boolean fetched = false;
        try {
            switch (client.fetch(provider)) {
                case FetchedKeys.Fresh(KeySet keys) -> {
                    current.set(keys);
                    recovered();
                    fetched = true;
                }
                case FetchedKeys.Failed(String cause) -> failed(cause);
            }
        } catch (InterruptedException e) {
            // The service is stopping: no failure of the issuer.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed("unexpected " + e.getClass().getSimpleName());
        } finally {
            if (fetched) {
                // What is stored is no longer waited for.
                attempt.restored().complete(true);
            }
            attempt.fetched().complete(fetched);
        }
        if (fetched) {
            keep();
        }
    }

    private void keep() {
        KeySet keys = current.get();
        if (keys == null) {
            return;
        }
        try {
            stored.save(provider.issuer(), new StoredKeySet(keys.text(), keys.fetchedAt()));
            storeFails.set(false);
        } catch (DataAccessException e) {
            warnOfStore(e);
        }
    }

    private void recovered() {
        if (lastFailure != null) {
            lastFailure = null;
            log.info("The keys of provider {} can be fetched again", provider.id());
        }
    }

    /** Once per state, not once per attempt: an outage is one line, not thousands. */
    private void failed(String cause) {
        failures.incrementAndGet();
        if (!cause.equals(lastFailure)) {
            lastFailure = cause;
            log.warn("The keys of provider {} cannot be fetched: {}", provider.id(), cause);
        }
    }

    private void warnOfStore(DataAccessException e) {
        if (!storeFails.getAndSet(true)) {
            log.warn(
                    "The stored keys of provider {} cannot be read or written: {}",
                    provider.id(),
                    e.getClass().getSimpleName());
        }
    }
}
