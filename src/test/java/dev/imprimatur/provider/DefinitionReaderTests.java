package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionReaderTests {

    @Test
    void theFieldsCannotBeLeftOut() {
        String without =
                """
                forge:
                  issuer: https://ci.example.org
                  claims:
                    - {name: owner}
                """;
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Definitions.all(without))
                .withMessage("imprimatur.providers.forge.fields must have at least one field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-forge", "f.g", "fffffffffffffffffffffffffffffffffffffffff"})
    void anIdIsShortAndPlain(String id) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () ->
                                Definitions.all(
                                        Definitions.SOUND.replace(
                                                "forge:", "\"[%s]\":".formatted(id))))
                .withMessage("imprimatur.providers.%s must have an id of a-z, 0-9 and -", id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/ci", "http://127.0.0.1", "http://[::1]:1"})
    void httpIsForLoopbackWhereTheSwitchIsOn(String issuer) {
        String loopback =
                Definitions.SOUND.replace(
                        "issuer: https://ci.example.org",
                        "issuer: \"%s\"\n  allow-http-loopback: true".formatted(issuer));

        assertThat(Definitions.of("forge", loopback).issuer()).isEqualTo(issuer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ci.example.org",
                "http://localhost.example.org",
                "http://127.0.0.1.example.org",
                "http://127.0.0.2",
                "http://0.0.0.0"
            })
    void theSwitchIsForNothingElse(String issuer) {
        String elsewhere =
                Definitions.SOUND.replace(
                        "issuer: https://ci.example.org",
                        "issuer: %s\n  allow-http-loopback: true".formatted(issuer));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Definitions.all(elsewhere))
                .withMessageStartingWith("imprimatur.providers.forge.issuer ");
    }

    @Test
    void aPrivateIssuerNeedsNoTenancy() {
        String ours =
                Definitions.SOUND
                        .replace("shared: true", "shared: false")
                        .replace(", tenancy: true", "");

        assertThat(Definitions.of("forge", ours).shared()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"{issuer}\"',      https://ci.example.org",
        "'\"ci:{issuer.host}\"', ci:ci.example.org",
        "some-id,             some-id",
    })
    void anAudienceMayHoldConstants(String written, String audience) {
        assertThat(
                        Definitions.of(
                                        "forge",
                                        Definitions.SOUND.replace(
                                                "keys-host: keys.example.org",
                                                "audience: " + written))
                                .audience())
                .isEqualTo(audience);
        assertThat(Definitions.of("forge", Definitions.SOUND).audience()).isNull();
    }

    @Test
    void anIssuerIsSharedUnlessSaidOtherwise() {
        assertThat(
                        Definitions.of("forge", Definitions.SOUND.replace("  shared: true\n", ""))
                                .shared())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'{web}/{owner}/runs', https://ci.example.org/o/runs",
        "'https://{issuer.host}/{owner}', https://ci.example.org/o",
        "'http://localhost:8080/{owner}', http://localhost:8080/o",
    })
    void linksBeginWithWhatIsConfigured(String template, String link) {
        ProviderDefinition forge =
                Definitions.of("forge", Definitions.SOUND.replace("{web}/{owner}/runs", template));

        assertThat(forge.link(ProviderDefinition.Link.RUN, Map.of("owner", "o"))).hasValue(link);
    }
}
