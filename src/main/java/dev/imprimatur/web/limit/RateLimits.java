package dev.imprimatur.web.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The limits of this instance, and how often each said no. */
@Component
public class RateLimits {

    private final Limit exchangesPerAddress;
    private final Limit exchangesPerRepository;
    private final Limit writesPerAccount;
    private final Limit readsPerAccount;

    /** Of what happens in a flood, the log tells once a minute and not each time. */
    private final RateLimit tellings;

    /** Limits that all begin with nothing counted. */
    public RateLimits(LimitsProperties limits, Clock clock, MeterRegistry meters) {
        int remembered = limits.remembered();
        this.exchangesPerAddress =
                new Limit(
                        new RateLimit(limits.exchangesPerAddress(), remembered, clock),
                        counter(meters, "exchanges-per-address"));
        this.exchangesPerRepository =
                new Limit(
                        new RateLimit(limits.exchangesPerRepository(), remembered, clock),
                        counter(meters, "exchanges-per-repository"));
        this.writesPerAccount =
                new Limit(
                        new RateLimit(limits.writesPerAccount(), remembered, clock),
                        counter(meters, "writes-per-account"));
        this.readsPerAccount =
                new Limit(
                        new RateLimit(limits.readsPerAccount(), remembered, clock),
                        counter(meters, "reads-per-account"));
        this.tellings = new RateLimit(1, remembered, clock);
    }

    /** When an exchange from this network would go ahead; empty: it does. */
    Optional<Duration> exchangeExceeded(String network) {
        return exchangesPerAddress.exceeded(network);
    }

    /**
     * When an exchange of this repository would go ahead; empty: it does.
     *
     * @param repository as its provider tells repositories apart, and short: it is kept
     */
    public Optional<Duration> exchangeOfRepositoryExceeded(String repository) {
        return exchangesPerRepository.exceeded(repository);
    }

    /** Whether it is time to tell again that this repository exceeds its limit. */
    public boolean isWorthTelling(String repository) {
        return tellings.exceeded(repository).isEmpty();
    }

    /** When a writing call of this account would go ahead; empty: it does. */
    Optional<Duration> writeExceeded(String account) {
        return writesPerAccount.exceeded(account);
    }

    /** When a reading call of this account would go ahead; empty: it does. */
    Optional<Duration> readExceeded(String account) {
        return readsPerAccount.exceeded(account);
    }

    /** The label is the name of a property: nothing that a stranger sends makes a time series. */
    private static Counter counter(MeterRegistry meters, String limit) {
        return Counter.builder("imprimatur.limits.exceeded")
                .description("Requests that were refused because a limit was exceeded")
                .tag("limit", limit)
                .register(meters);
    }

    private record Limit(RateLimit limit, Counter exceeded) {

        Optional<Duration> exceeded(Object client) {
            Optional<Duration> wait = limit.exceeded(client);
            if (wait.isPresent()) {
                exceeded.increment();
            }
            return wait;
        }
    }
}
