package dev.imprimatur.exchange;

import dev.imprimatur.provider.ProviderDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/**
 * Counts and times exchanges by provider and outcome. Both labels come from the configuration and
 * the code: nothing that a stranger sends makes a new time series.
 */
@Component
class ExchangeMetrics {

    private static final String UNPROVEN = "none";

    private final MeterRegistry registry;

    ExchangeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    Measurement start() {
        return new Measurement(registry, Timer.start(registry));
    }

    /** One exchange while it goes on. */
    static final class Measurement {

        private final MeterRegistry registry;
        private final Timer.Sample sample;
        private String provider = UNPROVEN;

        private Measurement(MeterRegistry registry, Timer.Sample sample) {
            this.registry = registry;
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
                    Timer.builder("imprimatur.exchange")
                            .description("Exchanges of identity tokens for upload tokens")
                            .tag("provider", provider)
                            .tag("outcome", outcome)
                            .publishPercentileHistogram()
                            .register(registry));
        }
    }
}
