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

/** The rules and traps of identity tokens of Buildkite. */
class BuildkiteDefinitionTests {

    private static final Map<String, String> PUBLISHER =
            Map.of("organization", "acme-inc", "pipeline", "super-duper-app");

    private final ProviderDefinition provider = Definitions.shipped("buildkite");
    private final Job job =
            new Job(provider, Map.of())
                    .with("iss", "https://agent.buildkite.com")
                    .with("organization_slug", "acme-inc")
                    .with("organization_id", "0184990a-477b-4fa8-9968-496074483c77")
                    .with("pipeline_slug", "super-duper-app")
                    .with("pipeline_id", "0184990a-4782-42b5-afc1-16715b10b1a0")
                    .with("build_number", 7)
                    .with("build_branch", "main")
                    .with("build_tag", "v1.0")
                    .with("build_commit", Job.SHA)
                    .with("step_key", "publish")
                    .with("job_id", "0184990a-477b-4fa8-9968-496074483cee");

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
                "organization, Acme-Inc, false",
                "organization, acme, false",
                "pipeline, super-duper, false",
                "pipeline, *, false",
                "organization_id, 0184990a-477b-4fa8-9968-496074483c77, true",
                "organization_id, 0184990a-4782-42b5-afc1-16715b10b1a0, false",
                "pipeline_id, 0184990a-4782-42b5-afc1-16715b10b1a0, true",
                "pipeline_id, 0184990a-477b-4fa8-9968-496074483c77, false",
                "branch, main, true",
                "branch, m*, true",
                "branch, Main, false",
                "tag, v{version}, true",
                "tag, v2*, false",
                "step, publish, true",
                "step, Publish, false",
            })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        assertThat(job.mismatches(Publishers.with(PUBLISHER, field, value)))
                .isEqualTo(matches ? List.of() : List.of(field));
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a claim that everything rests on cannot be missing")
    @ValueSource(strings = {"organization_slug", "pipeline_slug", "build_commit"})
    void requiredClaimsAreRequired(String claim) {
        assertThat(job.needs(claim)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a claim of another type refuses the identity token")
    @ValueSource(
            strings = {
                "organization_slug",
                "organization_id",
                "pipeline_slug",
                "pipeline_id",
                "build_number",
                "build_branch",
                "build_tag",
                "step_key"
            })
    void claimsHaveTheirTypes(String claim) {
        job.assertHoldsToItsType(claim);
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a field that narrows does not match where its claim is missing")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "organization_id, organization_id, 0184990a-477b-4fa8-9968-496074483c77",
                "pipeline_id, pipeline_id, 0184990a-4782-42b5-afc1-16715b10b1a0",
                "build_branch, branch, main",
                "build_tag, tag, v1.0",
                "step_key, step, publish",
            })
    void aMissingClaimIsNoMatch(String claim, String field, String value) {
        job.assertNarrowedBy(field, claim, Publishers.with(PUBLISHER, field, value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "organization, Acme, invalid",
                "organization, a/b, invalid",
                "pipeline, ``, required",
                "organization_id, 7, invalid",
                "step, a b,",
            })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        job.assertFilledIn(Publishers.with(PUBLISHER, field, value), code);
    }

    @Test
    @DisplayName("Hazard 20: a slug that somebody else took has another id")
    void aSlugThatSomebodyTookHasAnotherId() {
        Map<String, String> publisher =
                Publishers.with(
                        PUBLISHER, "organization_id", "0184990a-477b-4fa8-9968-496074483c77");

        assertThat(
                        job.with("organization_id", "ffffffff-477b-4fa8-9968-496074483c77")
                                .mismatches(publisher))
                .containsExactly("organization_id");
    }

    @Test
    @DisplayName("the tag is that of the version")
    void theTagBindsTheVersion() {
        Map<String, String> publisher = Publishers.with(PUBLISHER, "tag", "v{version}");

        assertThat(provider.versionMismatch(publisher, job.recorded(), "1.0")).isEmpty();
        assertThat(provider.versionMismatch(publisher, job.recorded(), "1.1")).isPresent();
    }

    @Test
    void itIsSharedAndHasNoJti() {
        assertThat(provider.shared()).isTrue();
        assertThat(provider.issuer()).isEqualTo("https://agent.buildkite.com");
        assertThat(provider.replay()).isEqualTo(ProviderDefinition.Replay.SIGNED_INPUT);
        assertThat(provider.link(ProviderDefinition.Link.RUN, job.recorded()))
                .hasValue("https://buildkite.com/acme-inc/super-duper-app/builds/7");
    }
}
