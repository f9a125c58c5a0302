package dev.imprimatur.account;

import dev.imprimatur.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long API tokens live that are made from now on; the first one of an administrator is none of
 * them.
 *
 * @param defaultLifetime how long one lives of which nobody says when it expires; {@code
 *     longest-lifetime} unless set, and for ever where that is not set either
 * @param longestLifetime how long one lives at most; as long as its maker says unless set
 */
@ConfigurationProperties("imprimatur.api-tokens")
record ApiTokensProperties(@Nullable Duration defaultLifetime, @Nullable Duration longestLifetime) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** So far off that nobody lives to see it, and near enough to be stored. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    ApiTokensProperties {
        require(defaultLifetime, "default-lifetime");
        require(longestLifetime, "longest-lifetime");
        if (defaultLifetime != null
                && longestLifetime != null
                && defaultLifetime.compareTo(longestLifetime) > 0) {
            throw new ConfigurationException(
                    "imprimatur.api-tokens.default-lifetime must be no longer than"
                            + " imprimatur.api-tokens.longest-lifetime");
        }
    }

    /** What is wrong with a time at which a token shall expire; empty: nothing. */
    Optional<String> unfit(@Nullable Instant wanted, Instant now) {
        Duration longest = Objects.requireNonNullElse(longestLifetime, LONGEST);
        if (wanted == null) {
            return Optional.empty();
        }
        if (!wanted.isAfter(now)) {
            return Optional.of("This time is over");
        }
        return wanted.isAfter(now.plus(longest))
                ? Optional.of("An API token may live %d hours at most".formatted(longest.toHours()))
                : Optional.empty();
    }

    /** From when on a token is refused; null: it does not expire. */
    @Nullable Instant expiry(@Nullable Instant wanted, Instant now) {
        if (wanted != null) {
            return wanted.truncatedTo(ChronoUnit.SECONDS);
        }
        Duration lifetime = defaultLifetime != null ? defaultLifetime : longestLifetime;
        return lifetime == null ? null : now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
    }

    private static void require(@Nullable Duration lifetime, String property) {
        if (lifetime != null
                && (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0)) {
            throw new ConfigurationException(
                    "imprimatur.api-tokens.%s must be between 1m and 36500d".formatted(property));
        }
    }
}
