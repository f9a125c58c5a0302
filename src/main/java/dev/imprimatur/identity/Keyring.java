package dev.imprimatur.identity;

import dev.imprimatur.provider.ProviderDefinition;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The keys of all issuers, each for itself: what one of them does is never felt by another. Their
 * fetches begin as the service does and the means to fetch are there until the last request is
 * answered: only {@link #close()}, after the web server, takes them away.
 */
final class Keyring implements SmartLifecycle, AutoCloseable {

    private final Map<String, IssuerKeys> byId = new LinkedHashMap<>();
    private final KeysProperties properties;
    private final IssuerClient client;
    private final ExecutorService fetches =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("issuer-keys-", 0).factory());
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("issuer-keys-timer").factory());
    private volatile @Nullable ScheduledFuture<?> ticking;

    Keyring(
            Collection<KeyIssuer> issuers,
            StoredKeys stored,
            KeysProperties properties,
            Clock clock) {
        this.properties = properties;
        this.client = new IssuerClient(clock, properties.fetchBudget());
        for (KeyIssuer issuer : issuers) {
            byId.put(
                    issuer.id(),
                    new IssuerKeys(issuer, client, stored, properties, clock, fetches));
        }
    }

    /** The keys of a provider of the closed set. */
    IssuerKeys of(ProviderDefinition provider) {
        return of(provider.id());
    }

    /** The keys of an issuer of this id. */
    IssuerKeys of(String id) {
        return Objects.requireNonNull(byId.get(id));
    }

    /** Whether an issuer of people signed this, with an algorithm that is its own. */
    Proof prove(UnverifiedToken token, KeyIssuer issuer) {
        Optional<KeyReference> reference =
                token.key().filter(key -> issuer.algorithms().contains(key.algorithm()));
        if (reference.isEmpty()) {
            return new Proof.None();
        }
        return switch (of(issuer.id()).find(reference.get())) {
            case KeySearch.Unknown _ -> new Proof.None();
            case KeySearch.Unavailable(Duration retryAfter) -> new Proof.Unavailable(retryAfter);
            case KeySearch.Found(IssuerKey key) ->
                    token.signedBy(key)
                            .<Proof>map(signed -> new Proof.Signed(signed.payload()))
                            .orElseGet(Proof.None::new);
        };
    }

    /** By the ids of the issuers. */
    Map<String, IssuerKeys> all() {
        return byId;
    }

    @Override
    public void start() {
        ticking =
                timer.scheduleWithFixedDelay(
                        () -> byId.values().forEach(IssuerKeys::keepWarm),
                        0,
                        properties.window().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        ScheduledFuture<?> ticked = ticking;
        ticking = null;
        if (ticked != null) {
            ticked.cancel(false);
        }
    }

    @Override
    public boolean isRunning() {
        return ticking != null;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        fetches.shutdownNow();
        client.close();
    }
}
