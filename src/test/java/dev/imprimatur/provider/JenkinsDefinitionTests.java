package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules and traps of identity tokens of a Jenkins controller. */
class JenkinsDefinitionTests {

    private static final Map<String, String> PUBLISHER =
            Map.of("job", "https://jenkins.example.org/job/sample/job/main/");

    private final ProviderDefinition provider =
            Definitions.shipped("jenkins", "issuer: https://jenkins.example.org/oidc");
    private final Job job =
            new Job(provider, Map.of())
                    .with("iss", "https://jenkins.example.org/oidc")
                    .with("sub", "https://jenkins.example.org/job/sample/job/main/")
                    .with("build_number", 12);

    @Test
    void aJobMatchesThePublisherThatDescribesIt() {
        assertThat(provider.validate(PUBLISHER)).isEmpty();
        assertThat(job.mismatches(PUBLISHER)).isEmpty();
        assertThat(provider.lookupKey(job.claims())).hasValue(provider.lookupKey(PUBLISHER));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "job, https://jenkins.example.org/job/sample/job/main/, true",
                "job, https://jenkins.example.org/job/sample/job/main, false",
                "job, https://jenkins.example.org/job/sample/, false",
                "job, https://jenkins.example.org/job/sample/job/PR-1/, false",
                "job, https://jenkins.example.org/job/Sample/job/main/, false",
                "job, http://jenkins.example.org/job/sample/job/main/, false",
            })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        assertThat(job.mismatches(Publishers.with(PUBLISHER, field, value)))
                .isEqualTo(matches ? List.of() : List.of(field));
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a claim that everything rests on cannot be missing")
    @ValueSource(strings = {"sub"})
    void requiredClaimsAreRequired(String claim) {
        assertThat(job.needs(claim)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a claim of another type refuses the identity token")
    @ValueSource(strings = {"sub", "build_number"})
    void claimsHaveTheirTypes(String claim) {
        job.assertHoldsToItsType(claim);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "job, http://ci:8080/job/a/,",
                "job, https://jenkins.example.org/job/a, invalid",
                "job, https://jenkins.example.org/, invalid",
                "job, sample, invalid",
                "job, https://x.org/job/a/?x, invalid",
                "job, ``, required",
            })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        job.assertFilledIn(Publishers.with(PUBLISHER, field, value), code);
    }

    @ParameterizedTest
    @DisplayName("Hazard 19: the subject is compared as a whole, and nothing is cut out of it")
    @ValueSource(
            strings = {
                "https://jenkins.example.org/",
                "https://jenkins.example.org/job/sample/job/main/12/",
                "https://jenkins.example.org/job/sample/job/main//",
                "https://jenkins.example.org/job/x/../sample/job/main/",
                "https://jenkins.example.org:443/job/sample/job/main/",
                "https://evil.example/https://jenkins.example.org/job/sample/job/main/",
                "jenkins:main:12"
            })
    void anotherSubjectIsNoMatch(String sub) {
        assertThat(job.with("sub", sub).mismatches(PUBLISHER)).containsExactly("job");
    }

    @Test
    void theControllerIsOneDomainOfTrust() {
        assertThat(provider.shared()).isFalse();
        assertThat(provider.replay()).isEqualTo(ProviderDefinition.Replay.SIGNED_INPUT);
        assertThat(provider.pins()).isEmpty();
        assertThat(provider.link(ProviderDefinition.Link.RUN, job.recorded())).isEmpty();
        assertThat(job.recorded()).containsEntry("build_number", "12");
    }
}
