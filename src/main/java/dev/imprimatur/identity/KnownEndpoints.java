package dev.imprimatur.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The endpoints of one identity provider, asked for when somebody wants to sign in and kept as long
 * as its keys are: one attempt a window, whoever wants it, and what was once known is good while
 * the identity provider cannot be asked, up to the maximum age.
 *
 * <p>Only those who sign in with this identity provider wait for it, and no longer than a fetch may
 * take.
 */
final class KnownEndpoints {

    private static final Logger log = LoggerFactory.getLogger(KnownEndpoints.class);

    private final PeopleIssuer issuer;
    private final LoginClient login;
    private final IssuerClient client;
    private final KeysProperties properties;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();

    private volatile @Nullable Known known;
    private volatile @Nullable Instant lastAttempt;
    private @Nullable String lastFailure;

    KnownEndpoints(
            PeopleIssuer issuer,
            LoginClient login,
            IssuerClient client,
            KeysProperties properties,
            Clock clock) {
        this.issuer = issuer;
        this.login = login;
        this.client = client;
        this.properties = properties;
        this.clock = clock;
    }

    private record Known(LoginEndpoints endpoints, Instant fetchedAt) {}

    PeopleIssuer issuer() {
        return issuer;
    }

    LoginClient login() {
        return login;
    }

    /** Those that are good now; null: they cannot be had. */
    @Nullable LoginEndpoints find() {
        LoginEndpoints fresh = youngerThan(properties.refreshAfter());
        if (fresh != null) {
            return fresh;
        }
        try {
            if (asking.tryLock(properties.fetchBudget().toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    ask();
                } finally {
                    asking.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return youngerThan(properties.maximumAge());
    }

    private @Nullable LoginEndpoints youngerThan(Duration age) {
        Known now = known;
        return now != null && clock.instant().isBefore(now.fetchedAt().plus(age))
                ? now.endpoints()
                : null;
    }

    /** Once a window, whatever came of it; a clock that was put back begins a new one. */
    private void ask() throws InterruptedException {
        Instant now = clock.instant();
        Instant last = lastAttempt;
        if (last != null && !now.isBefore(last) && now.isBefore(last.plus(properties.window()))) {
            return;
        }
        lastAttempt = now;
        switch (client.endpoints(issuer.keys(), login.tokenHost())) {
            case LoginEndpoints.Fetched(LoginEndpoints endpoints) -> {
                known = new Known(endpoints, now);
                lastFailure = null;
            }
            case LoginEndpoints.Failed(String cause) -> failed(cause);
        }
    }

    /** Once per state, not once per attempt. */
    private void failed(String cause) {
        if (!cause.equals(lastFailure)) {
            lastFailure = cause;
            log.warn(
                    "Nobody can sign in with {}: its discovery document cannot be had: {}",
                    login.id(),
                    cause);
        }
    }
}
