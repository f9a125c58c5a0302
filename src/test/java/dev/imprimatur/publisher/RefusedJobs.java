package dev.imprimatur.publisher;

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

/**
 * Jobs and publishers that all but match, of two shipped providers and of one that has what those
 * lack; and what {@link Curing} proposes for them.
 */
final class RefusedJobs {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    static final ProviderDefinition GITHUB = Definitions.all("").ofId("github").orElseThrow();
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

    static final Map<String, String> GITHUB_PINS =
            Map.of("repository_id", "74", "repository_owner_id", "65");

    private RefusedJobs() {}

    static List<Cure> github(Map<String, String> fields, Map<String, String> claims) {
        return cures(GITHUB, held(GITHUB, githubFields(fields), GITHUB_PINS), githubJob(claims));
    }

    static Map<String, String> githubFields(Map<String, String> changes) {
        return changed(
                Map.of(
                        "owner", "octo-org",
                        "repository", "octo-repo",
                        "workflow", "release.yml",
                        "environment", "release"),
                changes);
    }

    static String workflow(String repository) {
        return repository + "/.github/workflows/release.yml@refs/tags/v1.0";
    }

    static Map<String, String> githubJob(Map<String, String> changes) {
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

    static List<Cure> gitlab(Map<String, String> fields, Map<String, String> claims) {
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

    static List<Cure> forge(Map<String, String> fields, Map<String, String> claims) {
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

    static RegisteredPublisher held(
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

    static List<Cure> cures(
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
