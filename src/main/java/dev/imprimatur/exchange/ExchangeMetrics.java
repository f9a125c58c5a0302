package dev.imprimatur.exchange;

import dev.imprimatur.provider.ProviderDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Counts and times exchanges by provider and outcome. Both labels come from the configuration and
 * the code: nothing that a stranger sends makes a new time series.
 */
@Component
class ExchangeMetrics {

    private static final String UNPROVEN = "none";

    private final MeterRegistry registry;

    /** A builder and a search in the registry each time would be what an exchange measures. */
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    ExchangeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Kind(String provider, String outcome) {}

    Measurement start() {
        return new Measurement(Timer.start(registry));
    }

    private Timer timer(Kind kind) {
        return Timer.builder("imprimatur.exchange")
                .description("Exchanges of identity tokens for upload tokens")
                .tag("provider", kind.provider())
                .tag("outcome", kind.outcome())
                .publishPercentileHistogram()
                .register(registry);
    }

    /** One exchange while it goes on. */
    final class Measurement {

        private final Timer.Sample sample;
        private String provider = UNPROVEN;

        private Measurement(Timer.Sample sample) {
            this.sample = sample;
        }

        void of(ProviderDefinition proven) {
            provider = proven.id();
        }

        void end(Exchanged exchanged) {
            end(
                    switch (exchanged) {
                        case Exchanged.Minted minted -> "minted";
                        case Exchanged.Refusal refusal -> refusal.cause().code();
                    });
        }

        /** Neither yes nor no: our database could not be had, or worse. */
        void fail() {
            end("unavailable");
        }

        private void end(String outcome) {
            sample.stop(
                    timers.computeIfAbsent(
                            new Kind(provider, outcome), ExchangeMetrics.this::timer));
        }
    }
}
