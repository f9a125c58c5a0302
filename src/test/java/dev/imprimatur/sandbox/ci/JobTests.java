package dev.imprimatur.sandbox.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JobTests {

    @Test
    void aJobHasEveryClaimOfGithubsButThoseThatDoNotApply() {
        TreeSet<String> expected = new TreeSet<>(Job.choosable());
        expected.remove(Job.WORKFLOW_FILE);
        expected.removeIf(it -> it.startsWith("environment") || it.startsWith("enterprise"));

        assertThat(Job.of(Map.of(), 1).claims()).containsOnlyKeys(expected);
    }

    @Test
    void anEnvironmentAndAnEnterpriseBringTheirIds() {
        Job job = Job.of(Map.of("environment", "release", "enterprise", "octo"), 1);

        assertThat(job.claims())
                .containsEntry("environment", "release")
                .containsEntry("enterprise", "octo")
                .containsKeys("environment_node_id", "enterprise_id")
                .containsEntry("sub", "repo:octo-org/sample-project:environment:release");
    }

    @Test
    void whatIsChosenDecidesWhatBelongsToIt() {
        Job job =
                Job.of(
                        Map.of(
                                "repository",
                                "other/thing",
                                "ref",
                                "refs/heads/main",
                                Job.WORKFLOW_FILE,
                                "ship.yaml"),
                        7);

        assertThat(job.claims())
                .containsEntry("repository_owner", "other")
                .containsEntry("ref_type", "branch")
                .containsEntry("ref_protected", "true")
                .containsEntry("event_name", "push")
                .containsEntry(
                        "workflow_ref", "other/thing/.github/workflows/ship.yaml@refs/heads/main")
                .containsEntry(
                        "job_workflow_ref",
                        "other/thing/.github/workflows/ship.yaml@refs/heads/main")
                .containsEntry("sub", "repo:other/thing:ref:refs/heads/main")
                .containsEntry("run_number", "7");
        assertThat(job.claims().get("workflow_sha")).isEqualTo(job.claims().get("sha"));
    }

    @Test
    void aReusableWorkflowIsChosenByItself() {
        String called = "octo-org/shared/.github/workflows/publish.yml@refs/heads/main";
        Job job = Job.of(Map.of("job_workflow_ref", called), 1);

        assertThat(job.claims())
                .containsEntry("job_workflow_ref", called)
                .containsEntry(
                        "workflow_ref",
                        "octo-org/sample-project/.github/workflows/release.yml@refs/tags/v1.0.0");
    }

    @Test
    void aPullRequestHasItsBranches() {
        assertThat(Job.of(Map.of("ref", "refs/pull/3/merge"), 1).claims())
                .containsEntry("event_name", "pull_request")
                .containsEntry("base_ref", "main")
                .containsEntry("head_ref", "topic")
                .containsEntry("sub", "repo:octo-org/sample-project:pull_request");
    }

    @Test
    void aNameKeepsItsIdAndAnotherNameHasAnother() {
        String id = Job.of(Map.of(), 1).claims().get("repository_id");

        assertThat(Job.of(Map.of(), 2).claims()).containsEntry("repository_id", id);
        assertThat(Job.of(Map.of("repository", "octo-org/other"), 1).claims().get("repository_id"))
                .isNotEqualTo(id);
    }

    @Test
    void aMistypedClaimIsRefusedAndACustomPropertyIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Job.of(Map.of("repositry", "a/b"), 1))
                .withMessageContaining("'repositry'");
        assertThat(Job.of(Map.of("repo_property_team", "red"), 1).claims())
                .containsEntry("repo_property_team", "red");
    }
}
