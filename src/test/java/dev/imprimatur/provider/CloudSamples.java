package dev.imprimatur.provider;

import java.util.List;
import java.util.Map;

/** Samples of providers that have a claim of its own for everything that is compared. */
final class CloudSamples {

    private static final String ONE = "0184990a-477b-4fa8-9968-496074483c77";
    private static final String TWO = "1e1fcfb5-09c0-487e-b051-2d0b5514c42a";
    private static final String THREE = "d7dd33ad-9317-498c-9cc6-51c250749be7";

    private CloudSamples() {}

    static List<Sample> all() {
        return List.of(
                google(),
                activeState(),
                circleCi(),
                buildkite(),
                bitbucket(),
                semaphore(),
                jenkins());
    }

    private static Sample google() {
        Map<String, String> account =
                Map.of(
                        "email", "release@my-project.iam.gserviceaccount.com",
                        "unique_id", "103456789012345678901");
        ProviderDefinition google = Definitions.shipped("google");
        return new Sample(
                google,
                account,
                account,
                is ->
                        new Job(google, Map.of())
                                .with("email", is.get("email"))
                                .with("email_verified", true)
                                .with("sub", is.get("unique_id")));
    }

    private static Sample activeState() {
        Map<String, String> build =
                Map.of(
                        "organization", "my-org",
                        "project", "my-project",
                        "actor_id", ONE,
                        "ingredient", "sample");
        ProviderDefinition activeState = Definitions.shipped("activestate");
        return new Sample(
                activeState,
                build,
                build,
                is ->
                        new Job(activeState, Map.of())
                                .with("organization", is.get("organization"))
                                .with("project", is.get("project"))
                                .with("actor_id", is.get("actor_id"))
                                .with("actor", "somebody")
                                .with("ingredient", is.get("ingredient"))
                                .with("builder", "pypi-publisher"));
    }

    private static Sample circleCi() {
        ProviderDefinition circleCi =
                Definitions.shipped("circleci", "issuer: https://oidc.circleci.com/org/" + THREE);
        String name = "oidc.circleci.com/";
        return new Sample(
                circleCi,
                Map.of(
                        "project",
                        ONE,
                        "vcs_origin",
                        "github.com/octo-org/octo-repo",
                        "pipeline_definition",
                        TWO,
                        "vcs_ref",
                        "refs/tags/v1.0",
                        "contexts",
                        ONE + "," + TWO),
                Map.of(
                        "project", ONE,
                        "vcs_origin", "github.com/octo-org/octo-repo",
                        "pipeline_definition", TWO,
                        "vcs_ref", "refs/tags/v{version}",
                        "contexts", TWO),
                is ->
                        new Job(circleCi, Map.of())
                                .with(name + "project-id", is.get("project"))
                                .with(name + "org-id", THREE)
                                .with(
                                        name + "pipeline-definition-id",
                                        is.get("pipeline_definition"))
                                .with(name + "vcs-origin", is.get("vcs_origin"))
                                .with(name + "vcs-ref", is.get("vcs_ref"))
                                .with(name + "context-ids", Sample.items(is.get("contexts")))
                                .with(name + "ssh-rerun", false));
    }

    private static Sample buildkite() {
        ProviderDefinition buildkite = Definitions.shipped("buildkite");
        return new Sample(
                buildkite,
                Map.of(
                        "organization", "acme-inc",
                        "pipeline", "super-duper-app",
                        "organization_id", ONE,
                        "pipeline_id", TWO,
                        "branch", "release/1.0",
                        "tag", "v1.0",
                        "step", "publish"),
                Map.of(
                        "organization", "acme-inc",
                        "pipeline", "super-duper-app",
                        "organization_id", ONE,
                        "pipeline_id", TWO,
                        "branch", "release/*",
                        "tag", "v{version}",
                        "step", "publish"),
                is ->
                        new Job(buildkite, Map.of())
                                .with("organization_slug", is.get("organization"))
                                .with("pipeline_slug", is.get("pipeline"))
                                .with("organization_id", is.get("organization_id"))
                                .with("pipeline_id", is.get("pipeline_id"))
                                .with("build_branch", is.get("branch"))
                                .with("build_tag", is.get("tag"))
                                .with("build_commit", Job.SHA)
                                .with("build_number", 7)
                                .with("step_key", is.get("step"))
                                .with("job_id", THREE));
    }

    private static Sample bitbucket() {
        ProviderDefinition bitbucket =
                Definitions.shipped(
                        "bitbucket",
                        "issuer: https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc");
        Map<String, String> step =
                Map.of(
                        "workspace", "{" + ONE + "}",
                        "repository", "{" + TWO + "}",
                        "environment", "{" + THREE + "}",
                        "branch", "release/1.0");
        return new Sample(
                bitbucket,
                step,
                Publishers.with(step, "branch", "release/**"),
                is ->
                        new Job(bitbucket, Map.of())
                                .with("workspaceUuid", is.get("workspace"))
                                .with("repositoryUuid", is.get("repository"))
                                .with("deploymentEnvironmentUuid", is.get("environment"))
                                .with("branchName", is.get("branch")));
    }

    private static Sample semaphore() {
        ProviderDefinition semaphore =
                Definitions.shipped("semaphore", "issuer: https://acme.semaphoreci.com");
        Map<String, String> job =
                Map.of(
                        "organization", "acme",
                        "project_id", TWO,
                        "repository", "web",
                        "ref_type", "tag",
                        "branch", "main",
                        "ref", "refs/tags/v1.0");
        return new Sample(
                semaphore,
                job,
                Publishers.with(job, "branch", "ma*", "ref", "refs/tags/v{version}"),
                is ->
                        new Job(semaphore, Map.of())
                                .with("org", is.get("organization"))
                                .with("org_id", THREE)
                                .with("prj", "sample")
                                .with("prj_id", is.get("project_id"))
                                .with("repo", is.get("repository"))
                                .with("ref_type", is.get("ref_type"))
                                .with("ref", is.get("ref"))
                                .with("branch", is.get("branch"))
                                .with("job_type", "pipeline_job")
                                .with("wf_id", ONE));
    }

    private static Sample jenkins() {
        ProviderDefinition jenkins =
                Definitions.shipped("jenkins", "issuer: https://jenkins.example.org/oidc");
        Map<String, String> job = Map.of("job", "https://jenkins.example.org/job/a/job/main/");
        return new Sample(
                jenkins,
                job,
                job,
                is ->
                        new Job(jenkins, Map.of())
                                .with("sub", is.get("job"))
                                .with("build_number", 12));
    }
}
