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

/** The rules and traps of identity tokens of Forgejo Actions. */
class ForgejoDefinitionTests {

    private static final Map<String, String> PUBLISHER =
            Map.of(
                    "owner", "my-org",
                    "repository", "my-repo",
                    "workflow", ".forgejo/workflows/release.yml");

    private final ProviderDefinition provider =
            Definitions.of(
                    "codeberg",
                    "codeberg: {extends: forgejo, issuer: \"https://codeberg.org/api/actions\"}");
    private final Job job =
            new Job(provider, Map.of())
                    .with("iss", "https://codeberg.org/api/actions")
                    .with("repository", "my-org/my-repo")
                    .with("repository_owner", "my-org")
                    .with("repository_id", "11")
                    .with("repository_owner_id", "3")
                    .with("workflow_ref", workflow(".forgejo/workflows/release.yml"))
                    .with("ref", "refs/tags/v1.0")
                    .with("ref_type", "tag")
                    .with("sha", Job.SHA)
                    .with("event_name", "push")
                    .with("run_id", "900")
                    .with("run_number", "12")
                    .with("actor_id", "42");

    private static String workflow(String path) {
        return "my-org/my-repo/" + path + "@refs/tags/v1.0";
    }

    @Test
    void aJobMatchesThePublisherThatDescribesIt() {
        assertThat(provider.validate(PUBLISHER)).isEmpty();
        assertThat(job.mismatches(PUBLISHER)).isEmpty();
        assertThat(provider.lookupKey(job.claims())).hasValue(provider.lookupKey(PUBLISHER));
        assertThat(provider.pinsOf(job.claims()))
                .isEqualTo(Map.of("repository_id", "11", "repository_owner_id", "3"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "owner, MY-Org, true",
                "owner, my, false",
                "repository, My-Repo, true",
                "repository, my-rep, false",
                "workflow, .forgejo/workflows/Release.yml, false",
                "workflow, .github/workflows/release.yml, false",
                "workflow, release.yml, false",
                "ref, refs/tags/v{version}, true",
                "ref, refs/heads/*, false",
                "actor_ids, `1, 42`, true",
                "actor_ids, 4, false",
            })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        assertThat(job.mismatches(Publishers.with(PUBLISHER, field, value)))
                .isEqualTo(matches ? List.of() : List.of(field));
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a claim that everything rests on cannot be missing")
    @ValueSource(
            strings = {
                "repository",
                "repository_owner",
                "repository_id",
                "repository_owner_id",
                "workflow_ref",
                "ref",
                "sha",
                "event_name"
            })
    void requiredClaimsAreRequired(String claim) {
        assertThat(job.needs(claim)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a claim of another type refuses the identity token")
    @ValueSource(
            strings = {
                "repository",
                "repository_owner",
                "repository_id",
                "workflow_ref",
                "ref",
                "event_name",
                "actor_id"
            })
    void claimsHaveTheirTypes(String claim) {
        job.assertHoldsToItsType(claim);
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a field that narrows does not match where its claim is missing")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "actor_id, actor_ids, 42",
            })
    void aMissingClaimIsNoMatch(String claim, String field, String value) {
        job.assertNarrowedBy(field, claim, Publishers.with(PUBLISHER, field, value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "workflow, .gitea/workflows/a.yaml,",
                "workflow, .github/workflows/a@b.yml,",
                "workflow, release.yml, invalid",
                "workflow, .forgejo/workflows/a/b.yml, invalid",
                "workflow, .forgejo/workflows/a.sh, invalid",
                "owner, a/b, invalid",
                "ref, main, invalid",
            })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        job.assertFilledIn(Publishers.with(PUBLISHER, field, value), code);
    }

    @ParameterizedTest
    @DisplayName("Hazard 19: hostile workflow references are no match")
    @ValueSource(
            strings = {
                "my-org/my-repo/.forgejo/workflows/release.yml",
                "my-org/my-repo/.forgejo/workflows/release.yml@refs/heads/v1.0",
                "my-org/my-repo/.forgejo/workflows/release.yml@b.yml@refs/tags/v1.0",
                "my-org/my-repo/x/.forgejo/workflows/release.yml@refs/tags/v1.0",
                "my-org/my-repo2/.forgejo/workflows/release.yml@refs/tags/v1.0",
                "attacker/my-repo/.forgejo/workflows/release.yml@refs/tags/v1.0",
                "my-org/my-repo/.forgejo/workflows/x/../release.yml@refs/tags/v1.0"
            })
    void hostileWorkflowReferencesAreNoMatch(String reference) {
        assertThat(job.with("workflow_ref", reference).mismatches(PUBLISHER))
                .containsExactly("workflow");
    }

    @Test
    void aRepositoryOfAnotherOwnerIsNoMatch() {
        assertThat(job.with("repository", "attacker/my-repo").mismatches(PUBLISHER))
                .contains("repository", "workflow");
    }

    @ParameterizedTest
    @DisplayName("Hazard 21: no letter outside ASCII passes for one inside")
    @ValueSource(strings = {"my-o\u0433g", "\u217f" + "y-org"})
    void foreignLettersDoNotMatch(String owner) {
        assertThat(job.with("repository_owner", owner).mismatches(PUBLISHER)).contains("owner");
    }

    @ParameterizedTest
    @DisplayName("Hazard 18: events with an outsider's input are refused unless allowed")
    @ValueSource(strings = {"pull_request", "pull_request_target", "workflow_run"})
    void eventsOfOutsidersAreRefusedUnlessAllowed(String event) {
        Job outsiders = job.with("event_name", event);

        assertThat(outsiders.mismatches(PUBLISHER)).containsExactly("event_name");
        assertThat(outsiders.mismatches(Publishers.with(PUBLISHER, "allowed_events", event)))
                .isEmpty();
    }

    @Test
    void itNeedsNoJtiAndLinksToItsOwnHost() {
        assertThat(provider.replay()).isEqualTo(ProviderDefinition.Replay.SIGNED_INPUT);
        assertThat(provider.link(ProviderDefinition.Link.SOURCE, job.recorded()))
                .hasValue("https://codeberg.org/my-org/my-repo/src/commit/" + Job.SHA);
        assertThat(provider.link(ProviderDefinition.Link.RUN, job.recorded()))
                .hasValue("https://codeberg.org/my-org/my-repo/actions/runs/12");
    }
}
