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

/** The rules and traps of identity tokens of the ActiveState Platform. */
class ActiveStateDefinitionTests {

    private static final String ACTOR = "00000000-0000-1000-8000-000000000002";
    private static final Map<String, String> PUBLISHER =
            Map.of("organization", "my-org", "project", "my-project", "actor_id", ACTOR);

    private final ProviderDefinition provider = Definitions.shipped("activestate");
    private final Job job =
            new Job(provider, Map.of())
                    .with("iss", "https://platform.activestate.com/api/v1/oauth/oidc")
                    .with("sub", "org:my-org:project:my-project")
                    .with("organization", "my-org")
                    .with("project", "my-project")
                    .with("actor", "somebody")
                    .with("actor_id", ACTOR)
                    .with("ingredient", "sample")
                    .with("builder", "pypi-publisher");

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
                "organization, My-org, false",
                "organization, other, false",
                "project, MY-PROJECT, false",
                "project, my-project2, false",
                "actor_id, 00000000-0000-1000-8000-000000000003, false",
                "ingredient, sample, true",
                "ingredient, Sample, false",
            })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        assertThat(job.mismatches(Publishers.with(PUBLISHER, field, value)))
                .isEqualTo(matches ? List.of() : List.of(field));
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a claim that everything rests on cannot be missing")
    @ValueSource(strings = {"organization", "project", "actor_id", "builder"})
    void requiredClaimsAreRequired(String claim) {
        assertThat(job.needs(claim)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a claim of another type refuses the identity token")
    @ValueSource(strings = {"organization", "project", "actor_id", "builder", "ingredient"})
    void claimsHaveTheirTypes(String claim) {
        job.assertHoldsToItsType(claim);
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a field that narrows does not match where its claim is missing")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "ingredient, ingredient, sample",
            })
    void aMissingClaimIsNoMatch(String claim, String field, String value) {
        job.assertNarrowedBy(field, claim, Publishers.with(PUBLISHER, field, value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "organization, a/b, invalid",
                "project, ``, required",
                "actor_id, ``, required",
                "actor_id, a b, invalid",
                "project, a.b_c-1,",
            })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        job.assertFilledIn(Publishers.with(PUBLISHER, field, value), code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pypi-publisher2", "PyPI-Publisher", "private-builder", "pypi"})
    void onlyThePublishingBuilderMayPublish(String builder) {
        assertThat(job.with("builder", builder).mismatches(PUBLISHER)).containsExactly("builder");
    }

    @Test
    @DisplayName("Hazard 24: what sub says makes no difference")
    void theSubjectIsNotRead() {
        assertThat(job.with("sub", "org:other:project:other").mismatches(PUBLISHER)).isEmpty();
        assertThat(job.recorded()).doesNotContainKey("sub");
    }

    @Test
    void itIsSharedAndNeedsNoJti() {
        assertThat(provider.shared()).isTrue();
        assertThat(provider.issuer())
                .isEqualTo("https://platform.activestate.com/api/v1/oauth/oidc");
        assertThat(provider.replay()).isEqualTo(ProviderDefinition.Replay.SIGNED_INPUT);
        assertThat(provider.link(ProviderDefinition.Link.SOURCE, job.recorded()))
                .hasValue("https://platform.activestate.com/my-org/my-project");
    }
}
