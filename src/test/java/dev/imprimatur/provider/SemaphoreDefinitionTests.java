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

/** The rules and traps of identity tokens of Semaphore. */
class SemaphoreDefinitionTests {

    private static final String ISSUER = "https://acme.semaphoreci.com";
    private static final String ORGANIZATION_ID = "d7dd33ad-9317-498c-9cc6-51c250749be7";
    private static final String PROJECT_ID = "1e1fcfb5-09c0-487e-b051-2d0b5514c42a";
    private static final Map<String, String> PUBLISHER =
            Map.of("organization", "acme", "project_id", PROJECT_ID);

    private final ProviderDefinition provider =
            Definitions.shipped("semaphore", "issuer: " + ISSUER, "shared: false");
    private final Job job =
            new Job(provider, Map.of())
                    .with("iss", ISSUER)
                    .with("aud", ISSUER)
                    .with("org", "acme")
                    .with("org_id", ORGANIZATION_ID)
                    .with("prj", "docs")
                    .with("prj_id", PROJECT_ID)
                    .with("repo", "web")
                    .with("repo_slug", "acme/web")
                    .with("ref_type", "tag")
                    .with("ref", "refs/tags/v1.0")
                    .with("branch", "main")
                    .with("tag", "v1.0")
                    .with("job_type", "pipeline_job")
                    .with("wf_id", "1be81412-6ab8-4fc0-9d0d-7af33335a6ec");

    @Test
    void aJobMatchesThePublisherThatDescribesIt() {
        assertThat(provider.validate(PUBLISHER)).isEmpty();
        assertThat(job.mismatches(PUBLISHER)).isEmpty();
        assertThat(provider.lookupKey(job.claims())).hasValue(provider.lookupKey(PUBLISHER));
        assertThat(provider.pinsOf(job.claims()))
                .isEqualTo(Map.of("org_id", ORGANIZATION_ID, "prj_id", PROJECT_ID));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "organization, Acme, false",
                "organization, acme2, false",
                "project_id, d7dd33ad-9317-498c-9cc6-51c250749be7, false",
                "repository, web, true",
                "repository, Web, false",
                "repository, acme/web, false",
                "ref_type, tag, true",
                "ref_type, branch, false",
                "branch, main, true",
                "branch, ma, false",
                "ref, refs/tags/v{version}, true",
                "ref, refs/heads/*, false",
            })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        assertThat(job.mismatches(Publishers.with(PUBLISHER, field, value)))
                .isEqualTo(matches ? List.of() : List.of(field));
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a claim that everything rests on cannot be missing")
    @ValueSource(strings = {"org", "org_id", "prj_id", "ref_type", "job_type"})
    void requiredClaimsAreRequired(String claim) {
        assertThat(job.needs(claim)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a claim of another type refuses the identity token")
    @ValueSource(
            strings = {"org", "org_id", "prj_id", "repo", "ref_type", "ref", "branch", "job_type"})
    void claimsHaveTheirTypes(String claim) {
        job.assertHoldsToItsType(claim);
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a field that narrows does not match where its claim is missing")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "repo, repository, web",
                "branch, branch, main",
                "ref, ref, refs/tags/v1.0",
            })
    void aMissingClaimIsNoMatch(String claim, String field, String value) {
        job.assertNarrowedBy(field, claim, Publishers.with(PUBLISHER, field, value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "organization, Acme, invalid",
                "organization, ``, required",
                "project_id, docs, invalid",
                "ref_type, pull-request, invalid",
                "ref, main, invalid",
            })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        job.assertFilledIn(Publishers.with(PUBLISHER, field, value), code);
    }

    @ParameterizedTest
    @DisplayName("Hazard 18: a pull request has the branch that it goes to, and is refused")
    @ValueSource(strings = {"pull-request", "forked-pull-request", "TAG"})
    void pullRequestsAreRefused(String kind) {
        assertThat(
                        job.with("ref_type", kind)
                                .mismatches(Publishers.with(PUBLISHER, "branch", "main")))
                .containsExactly("ref_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debug_job", "project_debug_job"})
    void jobsWithAShellAreRefused(String kind) {
        assertThat(job.with("job_type", kind).mismatches(PUBLISHER)).containsExactly("job_type");
    }

    @Test
    void theAudienceIsThatOfTheIssuer() {
        assertThat(provider.audience()).isEqualTo(ISSUER);
        assertThat(provider.field("organization").orElseThrow().help())
                .contains("not made for one service alone");
    }

    @Test
    void itHasAJtiAndALink() {
        assertThat(provider.replay()).isEqualTo(ProviderDefinition.Replay.JTI);
        assertThat(provider.link(ProviderDefinition.Link.RUN, job.recorded()))
                .hasValue(ISSUER + "/workflows/1be81412-6ab8-4fc0-9d0d-7af33335a6ec");
    }
}
