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

    private static final String DIRECTORY = "octo-org/octo-repo/.github/workflows/";
    private static final String CALLED = "octo-org/automation/.github/workflows/publish.yml";

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
    void aCalledWorkflowPublishesOnlyWhereItIsNamed() {
        Job calling = job.with("job_workflow_ref", CALLED + "@refs/tags/v3");

        assertThat(calling.mismatches(Publishers.github())).containsExactly("reusable_workflow");
        assertThat(calling.mismatches(Publishers.github("reusable_workflow", CALLED))).isEmpty();
        assertThat(job.mismatches(Publishers.github("reusable_workflow", CALLED)))
                .containsExactly("reusable_workflow");
    }

    @Test
    void aCalledWorkflowOfTheSameRepositoryHasToBeNamedToo() {
        Job calling = job.with("job_workflow_ref", DIRECTORY + "build.yml@refs/tags/v1.0");

        assertThat(calling.mismatches(Publishers.github())).containsExactly("reusable_workflow");
        assertThat(
                        calling.mismatches(
                                Publishers.github("reusable_workflow", DIRECTORY + "build.yml")))
                .isEmpty();
    }

    @Test
    void whoeverCallsASharedWorkflowIsNotThePublisher() {
        Job attackers =
                job.with("repository", "attacker/repo")
                        .with("repository_owner", "attacker")
                        .with("workflow_ref", "attacker/repo/.github/workflows/release.yml@x")
                        .with("ref", "x")
                        .with("job_workflow_ref", CALLED + "@refs/tags/v3");

        assertThat(attackers.mismatches(Publishers.github("reusable_workflow", CALLED)))
                .containsExactly("owner", "repository");
    }

    @Test
    void anAttackersCalledWorkflowIsNotTheOneThatIsNamed() {
        Job calling =
                job.with(
                        "job_workflow_ref",
                        "attacker/automation/.github/workflows/publish.yml@refs/tags/v3");

        assertThat(calling.mismatches(Publishers.github("reusable_workflow", CALLED)))
                .containsExactly("reusable_workflow");
    }

    @ParameterizedTest
    @DisplayName("Hazard 19: nothing but the publisher's own file passes for it")
    @ValueSource(
            strings = {
                "octo-org/octo-repo/.github/workflows/release.yml@b.yml@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows/b.yml@release.yml@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows/release.yml.yml@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows/sub/release.yml@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows/../workflows/release.yml@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows//release.yml@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows/release.yml@refs/tags/v1.0@refs/tags/v2.0",
                "octo-org/octo-repo/.github/workflows/release.yml@refs/heads/v1.0",
                "octo-org/octo-repo/.github/workflows/release.yml",
                "octo-org/octo-repo/.github/workflows/@refs/tags/v1.0",
                "octo-org/octo-repo2/.github/workflows/release.yml@refs/tags/v1.0",
                "octo-org/octo/.github/workflows/release.yml@refs/tags/v1.0",
                "attacker/octo-repo/.github/workflows/release.yml@refs/tags/v1.0",
                "Octo-Org/octo-repo/.github/workflows/release.yml@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows\\release.yml@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows/release.yml\n@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows/re\u200blease.yml@refs/tags/v1.0",
                "octo-org/octo-repo/.github/workflows/releaſe.yml@refs/tags/v1.0",
            })
    void hostileWorkflowRefsDoNotMatch(String workflowRef) {
        Job hostile = job.with("workflow_ref", workflowRef).with("job_workflow_ref", workflowRef);

        assertThat(hostile.mismatches(Publishers.github())).containsExactly("workflow");
    }

    @ParameterizedTest
    @DisplayName("Hazard 19: whatever a branch is called, the file is the file")
    @ValueSource(
            strings = {
                "refs/heads/x@y.yml",
                "refs/heads/a.yml@refs/heads/b",
                "refs/heads/release.yml",
                "refs/heads/feature/.github/workflows/other.yml@x",
                "refs/heads/" + Job.SHA,
                "refs/heads/x@" + Job.SHA,
                "refs/pull/1/merge",
                "refs/heads/größe"
            })
    void hostileBranchesDoNotChangeTheFile(String ref) {
        assertThat(job.at(ref).mismatches(Publishers.github())).isEmpty();
        assertThat(job.at(ref).mismatches(Publishers.github("workflow", "other.yml")))
                .containsExactly("workflow");
    }

    @Test
    void aWorkflowAtACommitIsTheSameFile() {
        Job pinned =
                job.with("workflow_ref", DIRECTORY + "release.yml@" + Job.SHA)
                        .with("job_workflow_ref", DIRECTORY + "release.yml@" + Job.SHA);

        assertThat(pinned.mismatches(Publishers.github())).isEmpty();
    }

    @Test
    void aFileNameMayHoldAnAt() {
        Job odd =
                job.with("workflow_ref", DIRECTORY + "a@b.yml@refs/tags/v1.0")
                        .with("job_workflow_ref", DIRECTORY + "a@b.yml@refs/tags/v1.0");

        assertThat(odd.mismatches(Publishers.github("workflow", "a@b.yml"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker/octo-repo",
                "octo-orgx/octo-repo",
                "Octo-Org/octo-repo",
                "octo-org/",
                "octo-org",
                "octo-repo",
                "/octo-org/octo-repo",
                "octo-org//octo-repo",
                "octo-org/octo-repo/octo-repo"
            })
    void aRepositoryOutsideItsOwnerIsNoMatch(String repository) {
        Job odd =
                job.with("repository", repository)
                        .with("workflow_ref", repository + "/.github/workflows/release.yml@x")
                        .with("job_workflow_ref", repository + "/.github/workflows/release.yml@x")
                        .with("ref", "x");

        assertThat(odd.mismatches(Publishers.github())).contains("repository");
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

    @ParameterizedTest
    @CsvSource({
        "owner,             octo-org,                                     ",
        "owner,             legacy-,                                      ",
        "owner,             name_corp,                                    ",
        "owner,             octo org,                              invalid",
        "owner,             octo/org,                              invalid",
        "owner,             -octo,                                 invalid",
        "owner,             \u212ais,                              invalid",
        "owner,             '',                                    required",
        "owner,             aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, too-long",
        "repository,        .github,                                      ",
        "repository,        .,                                     invalid",
        "repository,        ..,                                    invalid",
        "repository,        a/b,                                   invalid",
        "workflow,          a b@c.yaml,                                   ",
        "workflow,          release,                               invalid",
        "workflow,          .github/workflows/release.yml,         invalid",
        "workflow,          release.YML,                           invalid",
        "environment,       'with blanks, and ünicode',                   ",
        "environment,       'a\u0000b',                            unprintable",
        "environment,       'a\nb',                                unprintable",
        "environment,       'a\u202eb',                            unprintable",
        "environment,       ' a',                                  invalid",
        "reusable_workflow, o/r/.github/workflows/a.yml,                  ",
        "reusable_workflow, o/r/.github/workflows/a.yml@refs/x,    invalid",
        "reusable_workflow, o/r/a.yml,                             invalid",
        "ref,               refs/heads/*,                                 ",
        "ref,               main,                                  invalid",
        "runner_environment, hosted,                               invalid",
        "actor_ids,         '1, 2 3',                                     ",
        "actor_ids,         octocat,                               invalid",
        "allowed_events,    'workflow_run,pull_request_target',           ",
        "allowed_events,    pull_request,                          invalid",
        "nonsense,          x,                                     unknown",
    })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        List<FieldError> errors = github.validate(Publishers.github(field, value));

        if (code == null) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).extracting(FieldError::code).containsExactly(code);
            assertThat(errors.getFirst().field()).isIn(field, "fields");
        }
    }

    @Test
    @DisplayName("Hazard 34: an error never repeats what was submitted")
    void errorsDoNotRepeatWhatWasSubmitted() {
        for (FieldRule field : github.fields()) {
            assertThat(github.validate(Map.of(field.name(), " <&s3cr3t>\u0000")))
                    .noneMatch(error -> error.message().contains("s3cr3t"));
        }
        assertThat(github.validate(Map.of("<&s3cr3t>", "x")))
                .noneMatch(error -> error.toString().contains("s3cr3t"));
    }

    @Test
    void everyErrorIsSaidAtOnce() {
        assertThat(github.validate(Map.of("owner", "a b", "ref", "main")))
                .extracting(FieldError::field)
                .containsExactly("owner", "repository", "workflow", "ref");
    }
}
