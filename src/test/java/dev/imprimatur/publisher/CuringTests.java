package dev.imprimatur.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which edits are proposed where a job was refused, and which never are. */
class CuringTests {

    @Test
    void theFileIsRenamed() {
        assertThat(RefusedJobs.github(Map.of("workflow", "publish.yml"), Map.of()))
                .containsExactly(new Cure(1, "workflow", "release.yml", Cure.Kind.CHANGE));
    }

    @Test
    void theEnvironmentIsAnother() {
        assertThat(RefusedJobs.github(Map.of("environment", "production"), Map.of()))
                .containsExactly(new Cure(1, "environment", "release", Cure.Kind.CHANGE));
        assertThat(RefusedJobs.gitlab(Map.of("environment", "Release"), Map.of()))
                .containsExactly(new Cure(1, "environment", "release", Cure.Kind.CHANGE));
    }

    @Test
    void whatTheJobDoesNotSayCannotBeWrittenDown() {
        assertThat(RefusedJobs.github(Map.of("environment", "release"), Map.of("environment", "")))
                .isEmpty();
    }

    @Test
    void aPublisherWithoutAnEnvironmentIsConstrainedOnceItMatches() {
        assertThat(RefusedJobs.github(Map.of("environment", ""), Map.of()))
                .containsExactly(new Cure(1, "environment", "release", Cure.Kind.CONSTRAIN));
        assertThat(
                        RefusedJobs.github(
                                Map.of("environment", "", "workflow", "publish.yml"), Map.of()))
                .extracting(Cure::field)
                .containsExactly("workflow");
        assertThat(RefusedJobs.github(Map.of("environment", ""), Map.of("environment", "")))
                .isEmpty();
    }

    @Test
    void theCalledWorkflowIsAllowed() {
        String called = "octo-org/automation/.github/workflows/publish.yml";
        Map<String, String> job = Map.of("job_workflow_ref", called + "@refs/heads/main");

        assertThat(RefusedJobs.github(Map.of(), job))
                .containsExactly(new Cure(1, "reusable_workflow", called, Cure.Kind.ALLOW));
        assertThat(
                        RefusedJobs.github(
                                Map.of("reusable_workflow", "octo-org/b/.github/workflows/c.yml"),
                                job))
                .containsExactly(new Cure(1, "reusable_workflow", called, Cure.Kind.CHANGE));
    }

    @Test
    void severalThingsAreMendedOneByOne() {
        assertThat(RefusedJobs.github(Map.of("workflow", "a.yml", "environment", "b"), Map.of()))
                .containsExactly(
                        new Cure(1, "workflow", "release.yml", Cure.Kind.CHANGE),
                        new Cure(1, "environment", "release", Cure.Kind.CHANGE));
    }

    @Test
    @DisplayName("a pattern is widened by people, and nothing out of a job becomes one")
    void noPatternIsProposed() {
        assertThat(
                        RefusedJobs.github(
                                Map.of("ref", "refs/tags/v{version}"),
                                Map.of("ref", "refs/heads/**")))
                .extracting(Cure::field)
                .doesNotContain("ref");
        assertThat(RefusedJobs.gitlab(Map.of("ref", "refs/heads/*"), Map.of())).isEmpty();
    }

    @Test
    void aListGetsOneThingMore() {
        assertThat(RefusedJobs.github(Map.of("actor_ids", "1, 2"), Map.of()))
                .containsExactly(new Cure(1, "actor_ids", "1, 2,583231", Cure.Kind.ADD));
        assertThat(RefusedJobs.forge(Map.of("stages", "deploy"), Map.of()))
                .containsExactly(new Cure(1, "stages", "deploy,build", Cure.Kind.ADD));
        assertThat(RefusedJobs.forge(Map.of("stages", "deploy"), Map.of("stage", "a, b")))
                .isEmpty();
        assertThat(RefusedJobs.forge(Map.of("labels", "y"), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "repository_owner, mallory, 'another tenant'",
        "repository_id, 99, 'other ids'",
        "event_name, pull_request_target, 'an event that outsiders cause'",
    })
    @DisplayName("Hazard 18: privileged triggers with fork input")
    void nothingIsProposedFor(String claim, String value, String why) {
        assertThat(RefusedJobs.github(Map.of("workflow", "publish.yml"), Map.of(claim, value)))
                .as(why)
                .isEmpty();
    }

    @Test
    void aValueThatTheFieldDoesNotTakeIsNotProposed() {
        String file =
                RefusedJobs.workflow("octo-org/octo-repo").replace("release.yml", "release.txt");

        assertThat(
                        RefusedJobs.github(
                                Map.of(), Map.of("workflow_ref", file, "job_workflow_ref", file)))
                .isEmpty();
    }

    @Test
    void nothingIsProposedForARunInTheParentOfAFork() {
        assertThat(RefusedJobs.gitlab(Map.of("environment", "x"), Map.of("job_project_id", "666")))
                .isEmpty();
        assertThat(
                        RefusedJobs.gitlab(
                                Map.of("environment", "x"),
                                Map.of("pipeline_source", "parent_pipeline")))
                .isEmpty();
        assertThat(RefusedJobs.forge(Map.of("stages", "deploy"), Map.of("debug", "yes"))).isEmpty();
    }

    @Test
    @DisplayName("Hazard 20: mutable names")
    void anotherNameIsProposedWhereTheIdsSayThatItIsTheSameRepository() {
        Map<String, String> job =
                Map.of(
                        "repository", "octo-org/renamed",
                        "workflow_ref", RefusedJobs.workflow("octo-org/renamed"),
                        "job_workflow_ref", RefusedJobs.workflow("octo-org/renamed"));

        assertThat(RefusedJobs.github(Map.of(), job))
                .containsExactly(new Cure(1, "repository", "renamed", Cure.Kind.CHANGE));
        assertThat(
                        RefusedJobs.cures(
                                RefusedJobs.GITHUB,
                                RefusedJobs.held(
                                        RefusedJobs.GITHUB,
                                        RefusedJobs.githubFields(Map.of()),
                                        null),
                                RefusedJobs.githubJob(job)))
                .isEmpty();
    }

    @Test
    void nothingIsProposedForAPublisherThatIsOffOrThatIsOfAPattern() {
        RegisteredPublisher on =
                RefusedJobs.held(
                        RefusedJobs.GITHUB,
                        RefusedJobs.githubFields(Map.of("workflow", "a.yml")),
                        RefusedJobs.GITHUB_PINS);
        RegisteredPublisher off = with(on, null, false);
        RegisteredPublisher ofPattern = with(on, "sample-*", true);

        assertThat(RefusedJobs.cures(RefusedJobs.GITHUB, on, RefusedJobs.githubJob(Map.of())))
                .hasSize(1);
        assertThat(RefusedJobs.cures(RefusedJobs.GITHUB, off, RefusedJobs.githubJob(Map.of())))
                .isEmpty();
        assertThat(
                        RefusedJobs.cures(
                                RefusedJobs.GITHUB, ofPattern, RefusedJobs.githubJob(Map.of())))
                .isEmpty();
    }

    private static RegisteredPublisher with(
            RegisteredPublisher held, @Nullable String projects, boolean enabled) {
        return new RegisteredPublisher(
                held.id(),
                projects,
                held.provider(),
                held.fields(),
                held.pins(),
                held.pinDeadline(),
                held.pinsResolvedAt(),
                held.createdAt(),
                held.createdBy(),
                held.version(),
                enabled,
                held.changed(),
                held.use());
    }
}
