package dev.imprimatur.identity;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Shows how it stands with the keys; the only label is the configured id of a provider. */
final class KeyMeters implements MeterBinder {

    private final Keyring keyring;

    KeyMeters(Keyring keyring) {
        this.keyring = keyring;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        keyring.all().forEach((provider, keys) -> bind(registry, provider, keys));
    }

    private static void bind(MeterRegistry registry, String provider, IssuerKeys keys) {
        TimeGauge.builder("imprimatur.issuer.keys.age", keys, TimeUnit.SECONDS, KeyMeters::age)
                .description("How long ago the keys of the issuer were fetched")
                .tag("provider", provider)
                .register(registry);
        FunctionCounter.builder(
                        "imprimatur.issuer.refresh.failures", keys, it -> it.state().failures())
                .description("How often the keys of the issuer could not be fetched")
                .tag("provider", provider)
                .register(registry);
    }

    /** Not a number where there are no keys: an age of nothing would look fresh. */
    private static double age(IssuerKeys keys) {
        return keys.state()
                .age()
                .map(Duration::toSeconds)
                .map(Long::doubleValue)
                .orElse(Double.NaN);
    }
}
