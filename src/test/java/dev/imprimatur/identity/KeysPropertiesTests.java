package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imprimatur.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class KeysPropertiesTests {

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new KeysProperties(
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(5),
                                Duration.ofHours(24),
                                Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window | 0s | imprimatur.keys.window must be between 1s and 5m",
                "window | 6m | imprimatur.keys.window must be between 1s and 5m",
                "fetch-budget | 0ms | imprimatur.keys.fetch-budget must be between 100ms and 4s",
                "fetch-budget | 5s | imprimatur.keys.fetch-budget must be between 100ms and 4s",
                "refresh-after | 9s |"
                        + " imprimatur.keys.refresh-after must be no shorter than imprimatur.keys.window",
                "maximum-age | 5m | imprimatur.keys.maximum-age must be longer than"
                        + " imprimatur.keys.refresh-after and at most 7d",
                "maximum-age | 8d | imprimatur.keys.maximum-age must be longer than"
                        + " imprimatur.keys.refresh-after and at most 7d"
            })
    void aValueOutOfItsRangeStopsTheStartWithASentence(
            String property, String value, String sentence) {
        assertThatThrownBy(() -> bind(Map.of("imprimatur.keys." + property, value)))
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(sentence);
    }

    private static KeysProperties bind(Map<String, String> written) {
        return new Binder(new MapConfigurationPropertySource(written))
                .bindOrCreate("imprimatur.keys", KeysProperties.class);
    }
}
