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

/** The rules and traps of identity tokens of CircleCI. */
class CircleCiDefinitionTests {

    private static final String NAME = "oidc.circleci.com/";
    private static final String ISSUER =
            "https://oidc.circleci.com/org/c9035eb6-6eb2-4c85-8a81-d9ee6a1fa8c2";
    private static final String CONTEXT = "58bef0c1-399d-49ca-a5ba-2f4317e4224d";
    private static final String OTHER_CONTEXT = "a74579f1-2e7d-451e-b009-5c082ad2729e";
    private static final Map<String, String> PUBLISHER =
            Map.of(
                    "project", "ecc458d2-fbdc-4d9a-93c4-ac065ed3c3ca",
                    "vcs_origin", "github.com/octo-org/octo-repo");

    private final ProviderDefinition provider =
            Definitions.shipped("circleci", "issuer: " + ISSUER, "shared: false");
    private final Job job =
            new Job(provider, Map.of())
                    .with("iss", ISSUER)
                    .with(NAME + "project-id", "ecc458d2-fbdc-4d9a-93c4-ac065ed3c3ca")
                    .with(NAME + "pipeline-definition-id", "961ae4b1-070b-4134-ae64-1328a3ae3862")
                    .with(NAME + "vcs-origin", "github.com/octo-org/octo-repo")
                    .with(NAME + "vcs-ref", "refs/tags/v1.0")
                    .with(NAME + "context-ids", List.of(CONTEXT, OTHER_CONTEXT))
                    .with(NAME + "ssh-rerun", false);

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
                "project, 961ae4b1-070b-4134-ae64-1328a3ae3862, false",
                "vcs_origin, github.com/attacker/octo-repo, false",
                "vcs_origin, github.com/octo-org, false",
                "vcs_origin, github.com/octo-org/Octo-Repo, false",
                "pipeline_definition, 961ae4b1-070b-4134-ae64-1328a3ae3862, true",
                "pipeline_definition, ecc458d2-fbdc-4d9a-93c4-ac065ed3c3ca, false",
                "vcs_ref, refs/tags/v{version}, true",
                "vcs_ref, refs/heads/*, false",
                "contexts, 58bef0c1-399d-49ca-a5ba-2f4317e4224d, true",
                "contexts, `a74579f1-2e7d-451e-b009-5c082ad2729e,58bef0c1-399d-49ca-a5ba-2f4317e4224d`, true",
                "contexts, `a74579f1-2e7d-451e-b009-5c082ad2729e, ecc458d2-fbdc-4d9a-93c4-ac065ed3c3ca`, false",
                "contexts, 58bef0c1-399d-49ca-a5ba-2f4317e4224, false",
            })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        assertThat(job.mismatches(Publishers.with(PUBLISHER, field, value)))
                .isEqualTo(matches ? List.of() : List.of(field));
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a claim that everything rests on cannot be missing")
    @ValueSource(
            strings = {
                "oidc.circleci.com/project-id",
                "oidc.circleci.com/vcs-origin",
                "oidc.circleci.com/ssh-rerun"
            })
    void requiredClaimsAreRequired(String claim) {
        assertThat(job.needs(claim)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a claim of another type refuses the identity token")
    @ValueSource(
            strings = {
                "oidc.circleci.com/project-id",
                "oidc.circleci.com/vcs-origin",
                "oidc.circleci.com/vcs-ref",
                "oidc.circleci.com/context-ids",
                "oidc.circleci.com/ssh-rerun",
                "oidc.circleci.com/pipeline-definition-id"
            })
    void claimsHaveTheirTypes(String claim) {
        job.assertHoldsToItsType(claim);
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a field that narrows does not match where its claim is missing")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "oidc.circleci.com/context-ids, contexts, 58bef0c1-399d-49ca-a5ba-2f4317e4224d",
                "oidc.circleci.com/vcs-ref, vcs_ref, refs/tags/v1.0",
                "oidc.circleci.com/pipeline-definition-id, pipeline_definition, 961ae4b1-070b-4134-ae64-1328a3ae3862",
            })
    void aMissingClaimIsNoMatch(String claim, String field, String value) {
        job.assertNarrowedBy(field, claim, Publishers.with(PUBLISHER, field, value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "project, 7, invalid",
                "project, ECC458D2-FBDC-4D9A-93C4-AC065ED3C3CA, invalid",
                "vcs_origin, ``, required",
                "vcs_origin, octo-repo, invalid",
                "vcs_origin, https://github.com/o/r, invalid",
                "contexts, `,`, invalid",
                "contexts, `58bef0c1-399d-49ca-a5ba-2f4317e4224d, a74579f1-2e7d-451e-b009-5c082ad2729e`,",
                "vcs_ref, main, invalid",
            })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        job.assertFilledIn(Publishers.with(PUBLISHER, field, value), code);
    }

    @Test
    @DisplayName("Hazard 18: a build of a fork has the project's id, and another repository")
    void aBuildOfAForkIsNoMatch() {
        assertThat(
                        job.with(NAME + "vcs-origin", "github.com/attacker/octo-repo")
                                .with(NAME + "vcs-ref", "refs/heads/pull/7")
                                .mismatches(PUBLISHER))
                .containsExactly("vcs_origin");
    }

    @Test
    void aJobWithAShellIsRefused() {
        assertThat(job.with(NAME + "ssh-rerun", true).mismatches(PUBLISHER))
                .containsExactly(NAME + "ssh-rerun");
        assertThat(job.holdsToItsType(NAME + "ssh-rerun", "false")).isTrue();
    }

    @Test
    @DisplayName("Hazard 22: contexts are an array of ids and nothing that looks like one")
    void contextsAreAnArrayOfStrings() {
        String claim = NAME + "context-ids";
        Map<String, String> publisher = Publishers.with(PUBLISHER, "contexts", CONTEXT);

        for (Object other :
                List.of(
                        CONTEXT,
                        List.of(CONTEXT, 1),
                        List.of(List.of(CONTEXT)),
                        List.of(""),
                        List.of("a," + CONTEXT),
                        List.of("a " + CONTEXT),
                        Map.of("0", CONTEXT))) {
            assertThat(job.holdsToItsType(claim, other)).as("%s", other).isTrue();
        }
        assertThat(job.with(claim, List.of()).mismatches(publisher)).containsExactly("contexts");
        assertThat(job.with(claim, List.of()).mismatches(PUBLISHER)).isEmpty();
    }

    @Test
    void theClaimsOfANestedObjectAreNotThese() {
        assertThat(
                        job.without(NAME + "project-id")
                                .with("oidc", Map.of("circleci", Map.of("com/project-id", "x")))
                                .read())
                .isEqualTo(new Claims.Unfit(NAME + "project-id", "is missing"));
    }

    @Test
    void itHasNoJtiAndKeepsItsContexts() {
        assertThat(provider.replay()).isEqualTo(ProviderDefinition.Replay.SIGNED_INPUT);
        assertThat(job.recorded())
                .containsEntry(NAME + "context-ids", CONTEXT + "," + OTHER_CONTEXT)
                .containsEntry(NAME + "ssh-rerun", "false");
        assertThat(provider.link(ProviderDefinition.Link.RUN, job.recorded())).isEmpty();
    }

    @Test
    @DisplayName("the issuer that all organisations share is good, too: it has tenancy")
    void theSharedIssuerHasTenancy() {
        assertThat(
                        Definitions.of(
                                        "all",
                                        "all: {extends: circleci, issuer: \"https://oidc.circleci.com\"}")
                                .shared())
                .isTrue();
    }
}
