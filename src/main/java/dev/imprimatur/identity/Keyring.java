package dev.imprimatur.identity;

import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    private final Map<String, IssuerKeys> byProvider = new LinkedHashMap<>();
    private final KeysProperties properties;
    private final IssuerClient client;
    private final ExecutorService fetches =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("issuer-keys-", 0).factory());
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("issuer-keys-timer").factory());
    private volatile @Nullable ScheduledFuture<?> ticking;

    Keyring(Providers providers, StoredKeys stored, KeysProperties properties, Clock clock) {
        this.properties = properties;
        this.client = new IssuerClient(clock, properties.fetchBudget());
        for (ProviderDefinition provider : providers.all()) {
            byProvider.put(
                    provider.id(),
                    new IssuerKeys(provider, client, stored, properties, clock, fetches));
        }
    }

    /** The keys of a provider of the closed set. */
    IssuerKeys of(ProviderDefinition provider) {
        return Objects.requireNonNull(byProvider.get(provider.id()));
    }

    /** By the configured ids of the providers. */
    Map<String, IssuerKeys> all() {
        return byProvider;
    }

    @Override
    public void start() {
        ticking =
                timer.scheduleWithFixedDelay(
                        () -> byProvider.values().forEach(IssuerKeys::keepWarm),
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
