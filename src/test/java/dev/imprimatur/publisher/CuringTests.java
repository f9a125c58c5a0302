package dev.imprimatur.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.project.ProjectName;
import dev.imprimatur.provider.Definitions;
import dev.imprimatur.provider.KnownClaims;
import dev.imprimatur.provider.ProviderDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which edits are proposed where a job was refused, and which never are. */
class CuringTests {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final ProviderDefinition GITHUB =
            Definitions.all("").ofId("github").orElseThrow();
    private static final ProviderDefinition GITLAB =
            Definitions.all("").ofId("gitlab").orElseThrow();
    private static final ProviderDefinition FORGE =
            Definitions.of(
                    "forge",
                    """
                    forge:
                      issuer: https://ci.example.org
                      shared: false
                      algorithms: [RS256]
                      max-lifetime: 1h
                      claims:
                        - {name: team, required: true, recorded: true}
                        - {name: stage, recorded: true}
                        - {name: labels, type: strings, recorded: true}
                        - {name: debug, required: true, recorded: true}
                      fields:
                        - {name: team, claim: team, required: true, tenancy: true}
                        - {name: stages, claim: stage, match: one-of}
                        - {name: labels, claim: labels, match: contains-all}
                        - {name: modes, match: none}
                      lookup: [team]
                      refused:
                        - {claim: debug, values: ["yes"], unless-listed-in: modes, reason: A shell}
                    """);

    private static final Map<String, String> GITHUB_PINS =
            Map.of("repository_id", "74", "repository_owner_id", "65");

    @Test
    void theFileIsRenamed() {
        assertThat(github(Map.of("workflow", "publish.yml"), Map.of()))
                .containsExactly(new Cure(1, "workflow", "release.yml", Cure.Kind.CHANGE));
    }

    @Test
    void theEnvironmentIsAnother() {
        assertThat(github(Map.of("environment", "production"), Map.of()))
                .containsExactly(new Cure(1, "environment", "release", Cure.Kind.CHANGE));
        assertThat(gitlab(Map.of("environment", "Release"), Map.of()))
                .containsExactly(new Cure(1, "environment", "release", Cure.Kind.CHANGE));
    }

    @Test
    void whatTheJobDoesNotSayCannotBeWrittenDown() {
        assertThat(github(Map.of("environment", "release"), Map.of("environment", ""))).isEmpty();
    }

    @Test
    void aPublisherWithoutAnEnvironmentIsConstrainedOnceItMatches() {
        assertThat(github(Map.of("environment", ""), Map.of()))
                .containsExactly(new Cure(1, "environment", "release", Cure.Kind.CONSTRAIN));
        assertThat(github(Map.of("environment", "", "workflow", "publish.yml"), Map.of()))
                .extracting(Cure::field)
                .containsExactly("workflow");
        assertThat(github(Map.of("environment", ""), Map.of("environment", ""))).isEmpty();
    }

    @Test
    void theCalledWorkflowIsAllowed() {
        String called = "octo-org/automation/.github/workflows/publish.yml";
        Map<String, String> job = Map.of("job_workflow_ref", called + "@refs/heads/main");

        assertThat(github(Map.of(), job))
                .containsExactly(new Cure(1, "reusable_workflow", called, Cure.Kind.ALLOW));
        assertThat(github(Map.of("reusable_workflow", "octo-org/b/.github/workflows/c.yml"), job))
                .containsExactly(new Cure(1, "reusable_workflow", called, Cure.Kind.CHANGE));
    }

    @Test
    void severalThingsAreMendedOneByOne() {
        assertThat(github(Map.of("workflow", "a.yml", "environment", "b"), Map.of()))
                .containsExactly(
                        new Cure(1, "workflow", "release.yml", Cure.Kind.CHANGE),
                        new Cure(1, "environment", "release", Cure.Kind.CHANGE));
    }

    @Test
    @DisplayName("a pattern is widened by people, and nothing out of a job becomes one")
    void noPatternIsProposed() {
        assertThat(github(Map.of("ref", "refs/tags/v{version}"), Map.of("ref", "refs/heads/**")))
                .extracting(Cure::field)
                .doesNotContain("ref");
        assertThat(gitlab(Map.of("ref", "refs/heads/*"), Map.of())).isEmpty();
    }

    @Test
    void aListGetsOneThingMore() {
        assertThat(github(Map.of("actor_ids", "1, 2"), Map.of()))
                .containsExactly(new Cure(1, "actor_ids", "1, 2,583231", Cure.Kind.ADD));
        assertThat(forge(Map.of("stages", "deploy"), Map.of()))
                .containsExactly(new Cure(1, "stages", "deploy,build", Cure.Kind.ADD));
        assertThat(forge(Map.of("stages", "deploy"), Map.of("stage", "a, b"))).isEmpty();
        assertThat(forge(Map.of("labels", "y"), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "repository_owner, mallory, 'another tenant'",
        "repository_id, 99, 'other ids'",
        "event_name, pull_request_target, 'an event that outsiders cause'",
    })
    @DisplayName("Hazard 18: privileged triggers with fork input")
    void nothingIsProposedFor(String claim, String value, String why) {
        assertThat(github(Map.of("workflow", "publish.yml"), Map.of(claim, value)))
                .as(why)
                .isEmpty();
    }

    @Test
    void aValueThatTheFieldDoesNotTakeIsNotProposed() {
        String file = workflow("octo-org/octo-repo").replace("release.yml", "release.txt");

        assertThat(github(Map.of(), Map.of("workflow_ref", file, "job_workflow_ref", file)))
                .isEmpty();
    }

    @Test
    void nothingIsProposedForARunInTheParentOfAFork() {
        assertThat(gitlab(Map.of("environment", "x"), Map.of("job_project_id", "666"))).isEmpty();
        assertThat(gitlab(Map.of("environment", "x"), Map.of("pipeline_source", "parent_pipeline")))
                .isEmpty();
        assertThat(forge(Map.of("stages", "deploy"), Map.of("debug", "yes"))).isEmpty();
    }

    @Test
    @DisplayName("Hazard 20: mutable names")
    void anotherNameIsProposedWhereTheIdsSayThatItIsTheSameRepository() {
        Map<String, String> job =
                Map.of(
                        "repository", "octo-org/renamed",
                        "workflow_ref", workflow("octo-org/renamed"),
                        "job_workflow_ref", workflow("octo-org/renamed"));

        assertThat(github(Map.of(), job))
                .containsExactly(new Cure(1, "repository", "renamed", Cure.Kind.CHANGE));
        assertThat(cures(GITHUB, held(GITHUB, githubFields(Map.of()), null), githubJob(job)))
                .isEmpty();
    }

    @Test
    void nothingIsProposedForAPublisherThatIsOffOrThatIsOfAPattern() {
        RegisteredPublisher on =
                held(GITHUB, githubFields(Map.of("workflow", "a.yml")), GITHUB_PINS);
        RegisteredPublisher off = with(on, null, false);
        RegisteredPublisher ofPattern = with(on, "sample-*", true);

        assertThat(cures(GITHUB, on, githubJob(Map.of()))).hasSize(1);
        assertThat(cures(GITHUB, off, githubJob(Map.of()))).isEmpty();
        assertThat(cures(GITHUB, ofPattern, githubJob(Map.of()))).isEmpty();
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

    private static List<Cure> github(Map<String, String> fields, Map<String, String> claims) {
        return cures(GITHUB, held(GITHUB, githubFields(fields), GITHUB_PINS), githubJob(claims));
    }

    private static Map<String, String> githubFields(Map<String, String> changes) {
        return changed(
                Map.of(
                        "owner", "octo-org",
                        "repository", "octo-repo",
                        "workflow", "release.yml",
                        "environment", "release"),
                changes);
    }

    private static String workflow(String repository) {
        return repository + "/.github/workflows/release.yml@refs/tags/v1.0";
    }

    private static Map<String, String> githubJob(Map<String, String> changes) {
        Map<String, String> job = new TreeMap<>();
        job.put("repository", "octo-org/octo-repo");
        job.put("repository_owner", "octo-org");
        job.putAll(GITHUB_PINS);
        job.put("workflow_ref", workflow("octo-org/octo-repo"));
        job.put("job_workflow_ref", workflow("octo-org/octo-repo"));
        job.put("ref", "refs/tags/v1.0");
        job.put("sha", "0123456789abcdef0123456789abcdef01234567");
        job.put("event_name", "release");
        job.put("environment", "release");
        job.put("actor_id", "583231");
        return changed(job, changes);
    }

    private static List<Cure> gitlab(Map<String, String> fields, Map<String, String> claims) {
        String path = "my-group/my-project";
        Map<String, String> job = new TreeMap<>();
        job.put("project_path", path);
        job.put("project_id", "20");
        job.put("namespace_path", "my-group");
        job.put("namespace_id", "72");
        job.put("ci_config_ref_uri", "gitlab.com/" + path + "//.gitlab-ci.yml@refs/tags/v1.0");
        job.put("ref", "v1.0");
        job.put("ref_path", "refs/tags/v1.0");
        job.put("sha", "0123456789abcdef0123456789abcdef01234567");
        job.put("pipeline_source", "push");
        job.put("job_project_id", "20");
        job.put("environment", "release");
        Map<String, String> publisher =
                changed(
                        Map.of(
                                "namespace", "my-group",
                                "project", "my-project",
                                "ci_file", ".gitlab-ci.yml",
                                "environment", "release"),
                        fields);
        return cures(
                GITLAB,
                held(GITLAB, publisher, Map.of("namespace_id", "72", "project_id", "20")),
                changed(job, claims));
    }

    private static List<Cure> forge(Map<String, String> fields, Map<String, String> claims) {
        return cures(
                FORGE,
                held(FORGE, changed(Map.of("team", "blue"), fields), null),
                changed(
                        Map.of("team", "blue", "stage", "build", "labels", "x", "debug", "no"),
                        claims));
    }

    private static Map<String, String> changed(
            Map<String, String> values, Map<String, String> changes) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(changes);
        all.values().removeIf(String::isEmpty);
        return all;
    }

    private static RegisteredPublisher held(
            ProviderDefinition provider,
            Map<String, String> fields,
            @Nullable Map<String, String> pins) {
        return new RegisteredPublisher(
                1,
                null,
                provider.id(),
                fields,
                pins,
                null,
                null,
                NOW,
                "account:a",
                0,
                true,
                null,
                new RegisteredPublisher.Use(null, 0));
    }

    private static List<Cure> cures(
            ProviderDefinition provider, RegisteredPublisher held, Map<String, String> job) {
        PublisherComparison comparison =
                new PublisherComparison(
                        KnownClaims.recorded(provider, job),
                        new ProjectName("Sample", "sample"),
                        NOW);
        return comparison.compare(held).explanation().fields().stream()
                .map(Explanation.Row::change)
                .filter(Objects::nonNull)
                .toList();
    }
}
