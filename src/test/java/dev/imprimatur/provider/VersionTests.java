package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTests {

    private final ProviderDefinition github = Definitions.github();

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "refs/tags/v{version},  1.0,   true",
                "refs/tags/v{version},  1.1,   false",
                "refs/tags/v{version},  1,     false",
                "refs/tags/v{version},  null,  false",
                "refs/tags/v{version},  '',    false",
                "refs/tags/v{version}*, '',    false",
                "refs/tags/v*,          1.1,   true",
                "refs/tags/v*,          null,  true",
            })
    void aTagIsBoundToTheVersionWhereThePublisherSaysSo(
            String ref, @Nullable String version, boolean goesAhead) {
        assertThat(
                        github.versionMismatch(
                                        Publishers.github("ref", ref),
                                        Job.github().recorded(),
                                        version)
                                .map(FieldRule::name)
                                .orElse("none"))
                .isEqualTo(goesAhead ? "none" : "ref");
    }

    @Test
    void aPublisherWithoutARefIsBoundToNothing() {
        assertThat(github.versionMismatch(Publishers.github(), Job.github().recorded(), null))
                .isEmpty();
    }

    @Test
    void aMissingClaimIsAMismatch() {
        assertThat(
                        github.versionMismatch(
                                Publishers.github("ref", "refs/tags/v{version}"), Map.of(), "1.0"))
                .isPresent();
    }
}
