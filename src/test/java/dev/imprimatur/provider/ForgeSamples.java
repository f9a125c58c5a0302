package dev.imprimatur.provider;

import java.util.List;
import java.util.Map;

/** Samples of providers whose identity tokens hold compound claims. */
final class ForgeSamples {

    private static final String TAG = "refs/tags/v1.0";

    private ForgeSamples() {}

    static List<Sample> all() {
        return List.of(github(), gitlab(), forgejo(), made());
    }

    private static Sample github() {
        return new Sample(
                Definitions.github(),
                Map.of(
                        "owner", "octo-org",
                        "repository", "octo-repo",
                        "workflow", "release.yml",
                        "environment", "release",
                        "reusable_workflow", "octo-org/tools/.github/workflows/p.yml@" + TAG,
                        "ref", TAG,
                        "runner_environment", "github-hosted",
                        "actor_ids", "583231"),
                Map.of(
                        "owner", "octo-org",
                        "repository", "octo-repo",
                        "workflow", "release.yml",
                        "environment", "release",
                        "reusable_workflow", "octo-org/tools/.github/workflows/p.yml",
                        "ref", "refs/tags/v{version}",
                        "runner_environment", "github-hosted",
                        "actor_ids", "1, 583231"),
                is -> {
                    String repository = is.get("owner") + "/" + is.get("repository");
                    String file = "/.github/workflows/" + is.get("workflow");
                    return Job.github()
                            .with("repository_owner", is.get("owner"))
                            .with("repository", repository)
                            .with("workflow_ref", repository + file + "@" + is.get("ref"))
                            .with("job_workflow_ref", is.get("reusable_workflow"))
                            .with("environment", is.get("environment"))
                            .with("ref", is.get("ref"))
                            .with("runner_environment", is.get("runner_environment"))
                            .with("actor_id", is.get("actor_ids"));
                });
    }

    private static Sample gitlab() {
        return new Sample(
                Definitions.gitlab(),
                Map.of(
                        "namespace", "my-group/my-subgroup",
                        "project", "my-project",
                        "ci_file", "ci/release.yml",
                        "environment", "release",
                        "ref", TAG,
                        "runner_environment", "gitlab-hosted"),
                Map.of(
                        "namespace", "my-group/my-subgroup",
                        "project", "my-project",
                        "ci_file", "ci/release.yml",
                        "environment", "release",
                        "ref", "refs/tags/v{version}",
                        "runner_environment", "gitlab-hosted"),
                is -> {
                    String path = is.get("namespace") + "/" + is.get("project");
                    String file = "gitlab.com/" + path + "//" + is.get("ci_file");
                    return Job.gitlab()
                            .with("namespace_path", is.get("namespace"))
                            .with("project_path", path)
                            .with("ci_config_ref_uri", file + "@" + is.get("ref"))
                            .with("environment", is.get("environment"))
                            .with("ref_path", is.get("ref"))
                            .with("runner_environment", is.get("runner_environment"));
                });
    }

    private static Sample forgejo() {
        ProviderDefinition codeberg =
                Definitions.of(
                        "codeberg",
                        "codeberg: {extends: forgejo, issuer: \"https://codeberg.org/api/actions\"}");
        return new Sample(
                codeberg,
                Map.of(
                        "owner", "my-org",
                        "repository", "my-repo",
                        "workflow", ".forgejo/workflows/release.yml",
                        "ref", TAG,
                        "actor_ids", "42"),
                Map.of(
                        "owner", "my-org",
                        "repository", "my-repo",
                        "workflow", ".forgejo/workflows/release.yml",
                        "ref", "refs/tags/*",
                        "actor_ids", "42,43"),
                is -> {
                    String repository = is.get("owner") + "/" + is.get("repository");
                    String file = repository + "/" + is.get("workflow");
                    return new Job(codeberg, Map.of())
                            .with("repository_owner", is.get("owner"))
                            .with("repository", repository)
                            .with("repository_id", "11")
                            .with("repository_owner_id", "3")
                            .with("workflow_ref", file + "@" + is.get("ref"))
                            .with("ref", is.get("ref"))
                            .with("sha", Job.SHA)
                            .with("event_name", "push")
                            .with("run_id", "900")
                            .with("run_number", 12)
                            .with("run_attempt", "1")
                            .with("actor_id", is.get("actor_ids"));
                });
    }

    /** What an operator writes for a CI system that nobody has heard of. */
    private static Sample made() {
        ProviderDefinition made =
                Definitions.of(
                        "made",
                        """
                        made:
                          issuer: https://ci.example.org
                          shared: true
                          replay: signed-input
                          claims:
                            - {name: team, required: true, recorded: true}
                            - {name: team-id, type: id, required: true, recorded: true}
                            - {name: pipeline, required: true}
                            - {name: branch, required: true, recorded: true}
                            - {name: labels, type: strings}
                            - {name: stage}
                            - {name: debug, type: boolean, required: true}
                            - {name: trigger}
                          derived:
                            - {name: file, from: pipeline, prefix: "{issuer.host}/{team}:", suffixes: ["@{branch}"]}
                          fields:
                            - {name: team, claim: team, match: ascii-case-insensitive, required: true, tenancy: true}
                            - {name: file, claim: file, required: true}
                            - {name: branch, claim: branch, match: glob}
                            - {name: labels, claim: labels, match: contains-all}
                            - {name: stages, claim: stage, match: one-of}
                            - {name: triggers, match: none}
                          lookup: [team]
                          refused:
                            - {claim: debug, values: ["true"], reason: Somebody has a shell in this job}
                            - {claim: trigger, values: [fork], unless-listed-in: triggers, reason: Forks are refused}
                          pins: [team-id]
                          shown: {repository: "{team}"}
                        """);
        return new Sample(
                made,
                Map.of(
                        "team", "blue-team",
                        "file", "release.yml",
                        "branch", "release/1.0",
                        "labels", "isolated,signed",
                        "stages", "publish"),
                Map.of(
                        "team", "blue-team",
                        "file", "release.yml",
                        "branch", "release/{version}",
                        "labels", "signed",
                        "stages", "publish release"),
                is -> {
                    String file = "ci.example.org/" + is.get("team") + ":" + is.get("file");
                    return new Job(made, Map.of())
                            .with("team", is.get("team"))
                            .with("team-id", 4711)
                            .with("pipeline", file + "@" + is.get("branch"))
                            .with("branch", is.get("branch"))
                            .with("labels", Sample.items(is.get("labels")))
                            .with("stage", is.get("stages"))
                            .with("debug", false)
                            .with("trigger", "push");
                });
    }
}
