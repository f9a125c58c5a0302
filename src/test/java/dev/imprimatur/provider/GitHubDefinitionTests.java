package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubDefinitionTests {

    private final ProviderDefinition github = Definitions.github();
    private final Job job = Job.github();

    @Test
    void aJobMatchesThePublisherThatDescribesIt() {
        assertThat(job.mismatches(Publishers.github())).isEmpty();
        assertThat(
                        job.mismatches(
                                Publishers.github(
                                        "environment", "release",
                                        "ref", "refs/tags/v{version}",
                                        "runner_environment", "github-hosted",
                                        "actor_ids", "1, 583231")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "owner,              OCTO-Org,      true",
        "owner,              octo,          false",
        "owner,              octo-org2,     false",
        "repository,         Octo-REPO,     true",
        "repository,         octo-rep,      false",
        "repository,         *,             false",
        "workflow,           Release.yml,   false",
        "workflow,           release.yaml,  false",
        "workflow,           release,       false",
        "environment,        RELEASE,       true",
        "environment,        Release,       true",
        "environment,        releas,        false",
        "ref,                refs/tags/*,   true",
        "ref,                refs/tags/V*,  false",
        "ref,                refs/heads/**, false",
        "ref,                tags/v1.0,     false",
        "runner_environment, GitHub-Hosted, false",
        "runner_environment, self-hosted,   false",
        "actor_ids,          '583231',      true",
        "actor_ids,          '1,2',         false",
        "actor_ids,          '5832311',     false",
    })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        assertThat(job.mismatches(Publishers.github(field, value)).equals(List.of()))
                .isEqualTo(matches);
        if (!matches) {
            assertThat(job.mismatches(Publishers.github(field, value))).containsExactly(field);
        }
    }

    @ParameterizedTest
    @DisplayName("Hazard 21: no letter outside ASCII passes for one inside")
    @CsvSource({"repository_owner, octo-or\u0261", "repository_owner, octo\u2010org"})
    void claimsWithForeignLettersDoNotMatch(String claim, String value) {
        assertThat(job.with(claim, value).mismatches(Publishers.github())).contains("owner");
    }

    @Test
    @DisplayName("Hazard 21: the Kelvin sign and its like in a claim never match")
    void lookalikesDoNotMatch() {
        Map<String, String> publisher =
                Publishers.github("owner", "kis", "repository", "kis", "environment", "kis");
        for (String alike : new String[] {"\u212ais", "k\u0131s", "ki\u017f"}) {
            Job lookalike =
                    job.with("repository_owner", alike)
                            .with("repository", alike + "/" + alike)
                            .with("environment", alike);
            assertThat(lookalike.mismatches(publisher))
                    .contains("owner", "repository", "environment");
            assertThat(github.lookupKey(lookalike.claims()))
                    .isNotEqualTo(Optional.of(github.lookupKey(publisher)));
        }
    }

    @ParameterizedTest
    @DisplayName("Hazard 39: no environment, an empty one and null are one thing")
    @CsvSource(
            nullValues = "null",
            value = {
                "null,    '',      true",
                "'',      '',      true",
                "release, '',      true",
                "release, release, true",
                "release, RELEASE, true",
                "staging, release, false",
                "null,    release, false",
                "'',      release, false",
                "' ',     release, false",
                "*,       release, false",
            })
    void environments(@Nullable String claim, String field, boolean matches) {
        Map<String, String> publisher = Publishers.github("environment", field);

        assertThat(job.with("environment", claim).mismatches(publisher).isEmpty())
                .isEqualTo(matches);
        if (claim == null) {
            assertThat(job.without("environment").mismatches(publisher).isEmpty())
                    .isEqualTo(matches);
        }
    }

    @Test
    @DisplayName("Hazard 39: an environment left empty is the same publisher as one without")
    void anEmptyEnvironmentIsNone() {
        assertThat(github.validate(Publishers.github("environment", ""))).isEmpty();
        assertThat(github.comparable(Publishers.github("environment", "")))
                .isEqualTo(github.comparable(Publishers.github()));
        assertThat(github.validate(Publishers.github("environment", " ")))
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("environment", "invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pull_request_target", "workflow_run"})
    @DisplayName("Hazard 18: privileged triggers with an outsider's input are refused")
    void eventsOfOutsidersAreRefusedUnlessAllowed(String event) {
        Job outsiders = job.with("event_name", event);

        assertThat(outsiders.mismatches(Publishers.github())).containsExactly("event_name");
        assertThat(outsiders.mismatches(Publishers.github("allowed_events", event))).isEmpty();
        assertThat(
                        outsiders.mismatches(
                                Publishers.github(
                                        "allowed_events", "pull_request_target, workflow_run")))
                .isEmpty();
        assertThat(outsiders.mismatches(Publishers.github("allowed_events", "push")))
                .containsExactly("event_name");
    }

    @Test
    @DisplayName("Hazard 18: allowing one event allows no other")
    void allowingOneEventAllowsNoOther() {
        assertThat(
                        job.with("event_name", "pull_request_target")
                                .mismatches(Publishers.github("allowed_events", "workflow_run")))
                .containsExactly("event_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"push", "release", "workflow_dispatch", "schedule"})
    void otherEventsAreFine(String event) {
        assertThat(job.with("event_name", event).mismatches(Publishers.github())).isEmpty();
    }

    @Test
    @DisplayName("Hazard 20: the pins are the ids behind the names")
    void thePinsAreIds() {
        assertThat(github.pinsOf(job.claims()))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("repository_id", "74", "repository_owner_id", "65"));
        assertThat(github.pinsOf(job.with("repository_id", "75").claims()))
                .containsEntry("repository_id", "75");
        assertThat(github.pinsOf(job.with("repository_id", 74).claims()))
                .isEqualTo(github.pinsOf(job.claims()));
    }

    @ParameterizedTest
    @DisplayName("Hazard 23: a field that narrows does not match where its claim is missing")
    @CsvSource({
        "environment,        environment,        release",
        "runner_environment, runner_environment, github-hosted",
        "actor_id,           actor_ids,          583231",
    })
    void aMissingClaimIsNoMatch(String claim, String field, String value) {
        Map<String, String> publisher = Publishers.github(field, value);

        assertThat(job.mismatches(publisher)).isEmpty();
        assertThat(job.without(claim).mismatches(publisher)).containsExactly(field);
        assertThat(job.with(claim, null).mismatches(publisher)).containsExactly(field);
        assertThat(job.with(claim, "").mismatches(publisher)).containsExactly(field);
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
                "job_workflow_ref",
                "ref",
                "sha",
                "event_name"
            })
    void requiredClaimsAreRequired(String claim) {
        Claims.Unfit missing = new Claims.Unfit(claim, "is missing");

        assertThat(job.without(claim).read()).isEqualTo(missing);
        assertThat(job.with(claim, null).read()).isEqualTo(missing);
        assertThat(job.with(claim, "").read()).isEqualTo(missing);
    }

    @Test
    void claimsThatAreNotDeclaredAreNotKept() {
        Job more = job.with("repo_property_tier", "1").with("enterprise", "e").with("x", 1.5);

        assertThat(more.claims().value("repo_property_tier")).isNull();
        assertThat(more.recorded()).isEqualTo(job.recorded()).doesNotContainKeys("sub", "iss", "x");
        assertThat(more.mismatches(Publishers.github())).isEmpty();
    }

    @Test
    @DisplayName("Hazard 24: no claim can take the place of what is configured")
    void constantsWinOverClaims() {
        Job forged =
                job.with("server", "https://evil.example")
                        .with("workflow_file", "release.yml")
                        .with("repository_name", "octo-repo")
                        .with("repository", "attacker/evil");

        assertThat(forged.claims().value("server")).isNull();
        assertThat(forged.claims().value("workflow_file")).isNull();
        assertThat(forged.claims().value("repository_name")).isNull();
        assertThat(
                        github.link(
                                ProviderDefinition.Link.RUN,
                                Publishers.with(job.recorded(), "server", "https://evil.example")))
                .hasValue("https://github.com/octo-org/octo-repo/actions/runs/11234/attempts/2");
    }

    @Test
    @DisplayName("Hazard 23: a publisher never grows when its definition changes")
    void aPublisherWhoseFieldIsGoneDoesNotMatch() {
        assertThat(job.mismatches(Publishers.github("branch", "main"))).containsExactly("branch");
        assertThat(job.mismatches(Map.of("owner", "octo-org", "repository", "octo-repo")))
                .containsExactly("workflow");
    }
}
