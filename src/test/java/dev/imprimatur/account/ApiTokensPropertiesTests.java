package dev.imprimatur.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imprimatur.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ApiTokensPropertiesTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.5Z");

    @Test
    void withoutAnyRuleATokenLivesAsLongAsItsMakerSays() {
        ApiTokensProperties none = new ApiTokensProperties(null, null);

        assertThat(none.expiry(null, NOW)).isNull();
        assertThat(none.unfit(null, NOW)).isEmpty();
        assertThat(none.unfit(NOW.plus(Duration.ofDays(3650)), NOW)).isEmpty();
        assertThat(none.unfit(NOW, NOW)).isPresent();
        assertThat(none.unfit(Instant.MAX, NOW)).isPresent();
    }

    @Test
    void theLongestLifetimeIsTheDefaultWhereThereIsNoOther() {
        ApiTokensProperties longest = new ApiTokensProperties(null, Duration.ofDays(30));
        ApiTokensProperties both = new ApiTokensProperties(Duration.ofDays(7), Duration.ofDays(30));

        assertThat(longest.expiry(null, NOW)).isEqualTo("2026-01-31T00:00:00Z");
        assertThat(both.expiry(null, NOW)).isEqualTo("2026-01-08T00:00:00Z");
        assertThat(both.unfit(NOW.plus(Duration.ofDays(30)), NOW)).isEmpty();
        assertThat(both.unfit(NOW.plus(Duration.ofDays(31)), NOW))
                .hasValue("An API token may live 720 hours at most");
    }

    @Test
    void aDefaultBeyondTheLongestIsOneSentence() {
        assertThatThrownBy(() -> new ApiTokensProperties(Duration.ofDays(31), Duration.ofDays(30)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("imprimatur.api-tokens.default-lifetime");
        assertThatThrownBy(() -> new ApiTokensProperties(null, Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("imprimatur.api-tokens.longest-lifetime");
    }
}
