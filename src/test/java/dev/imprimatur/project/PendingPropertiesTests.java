package dev.imprimatur.project;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingPropertiesTests {

    @ParameterizedTest
    @CsvSource({
        "PT59M, PT0S, lifetime must be between 1h and 365d",
        "P366D, P5D, lifetime must be between 1h and 365d",
        "P5D, P5D, reminder must be shorter than imprimatur.pending.lifetime",
        "P5D, -PT1S, reminder must be shorter than imprimatur.pending.lifetime"
    })
    void aTimeThatCannotBeStopsTheStart(Duration lifetime, Duration reminder, String sentence) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new PendingProperties(lifetime, reminder))
                .withMessage("imprimatur.pending." + sentence);
    }

    @Test
    void thereNeedNotBeAReminder() {
        assertThatCode(() -> new PendingProperties(Duration.ofHours(1), Duration.ZERO))
                .doesNotThrowAnyException();
    }
}
