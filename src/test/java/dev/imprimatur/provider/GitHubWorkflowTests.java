package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which workflow a job runs: the part of its claims that strangers have the most say in. */
class GitHubWorkflowTests {

    private static final String DIRECTORY = "octo-org/octo-repo/.github/workflows/";
    private static final String CALLED = "octo-org/automation/.github/workflows/publish.yml";

    private final Job job = Job.github();

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
}
