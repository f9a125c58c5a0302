package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitLabDefinitionTests {

    private static final String PROJECT = "my-group/my-subgroup/my-project";

    private final ProviderDefinition gitlab = Definitions.gitlab();
    private final Job job = Job.gitlab();

    @Test
    void aJobMatchesThePublisherThatDescribesIt() {
        assertThat(job.mismatches(Publishers.gitlab())).isEmpty();
        assertThat(
                        job.mismatches(
                                Publishers.gitlab(
                                        "environment", "release",
                                        "ref", "refs/tags/v{version}",
                                        "runner_environment", "gitlab-hosted")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "namespace,          My-Group/My-SUBGROUP,     true",
        "namespace,          my-group,                 false",
        "namespace,          my-subgroup,              false",
        "project,            MY-project,               true",
        "project,            my-subgroup/my-project,   false",
        "ci_file,            .GitLab-CI.yml,           false",
        "ci_file,            ci/.gitlab-ci.yml,        false",
        "environment,        release,                  true",
        "environment,        Release,                  false",
        "ref,                refs/tags/*,              true",
        "ref,                refs/heads/*,             false",
        "ref,                v1.0,                     false",
        "runner_environment, self-hosted,              false",
    })
    void eachFieldIsComparedInItsOwnWay(String field, String value, boolean matches) {
        Map<String, String> publisher = Publishers.gitlab(field, value);

        if (matches) {
            assertThat(job.mismatches(publisher)).isEmpty();
        } else {
            assertThat(job.mismatches(publisher)).containsExactly(field);
        }
    }

    @Test
    void aGroupMayHaveNoSubgroups() {
        Job flat =
                job.with("namespace_path", "group")
                        .with("project_path", "group/p")
                        .with("ci_config_ref_uri", "gitlab.com/group/p//x.yml@refs/tags/v1.0");

        assertThat(
                        flat.mismatches(
                                Map.of("namespace", "group", "project", "p", "ci_file", "x.yml")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "my-group,              my-group/my-subgroup/my-project",
        "my-group/my-subgroup,  my-group/my-subgroupx/my-project",
        "my-group/my-subgroup,  attacker/my-project",
        "my-group/my-subgroup,  my-group/my-subgroup",
        "my-group/my-subgroup,  my-group/my-subgroup/",
    })
    void aProjectOutsideItsNamespaceIsNoMatch(String namespace, String path) {
        Job odd =
                job.with("namespace_path", namespace)
                        .with("project_path", path)
                        .with("ci_config_ref_uri", "gitlab.com/" + path + "//.gitlab-ci.yml@x")
                        .with("ref_path", "x");

        assertThat(odd.mismatches(Publishers.gitlab())).contains("project");
    }

    @ParameterizedTest
    @DisplayName("Hazard 19: host, project and file of the configuration are all checked")
    @ValueSource(
            strings = {
                "evil.example/my-group/my-subgroup/my-project//.gitlab-ci.yml@refs/tags/v1.0",
                "gitlab.com.evil.example/my-group/my-subgroup/my-project//.gitlab-ci.yml@refs/tags/v1.0",
                "gitlab.com:444/my-group/my-subgroup/my-project//.gitlab-ci.yml@refs/tags/v1.0",
                "https://gitlab.com/my-group/my-subgroup/my-project//.gitlab-ci.yml@refs/tags/v1.0",
                "gitlab.com/attacker/shared//.gitlab-ci.yml@refs/tags/v1.0",
                "gitlab.com/my-group/my-subgroup/my-project2//.gitlab-ci.yml@refs/tags/v1.0",
                "gitlab.com/my-group/my-subgroup/my-project/.gitlab-ci.yml@refs/tags/v1.0",
                "gitlab.com/my-group/my-subgroup/my-project//x/../.gitlab-ci.yml@refs/tags/v1.0",
                "gitlab.com/my-group/my-subgroup/my-project//.gitlab-ci.yml@b.yml@refs/tags/v1.0",
                "gitlab.com/my-group/my-subgroup/my-project//.gitlab-ci.yml@refs/heads/v1.0",
                "gitlab.com/my-group/my-subgroup/my-project//.gitlab-ci.yml@v1.0",
                "gitlab.com/my-group/my-subgroup/my-project//.gitlab-ci.yml",
                "gitlab.com/my-group/my-subgroup/my-project//@refs/tags/v1.0",
                "gitlab.com/my-group/x//my-project//.gitlab-ci.yml@refs/tags/v1.0",
            })
    void aConfigurationFromElsewhereDoesNotMatch(String uri) {
        assertThat(job.with("ci_config_ref_uri", uri).mismatches(Publishers.gitlab()))
                .containsExactly("ci_file");
    }

    @ParameterizedTest
    @DisplayName("Hazard 19: whatever the ref is called, the file is the file")
    @ValueSource(
            strings = {
                "refs/heads/x@y.yml",
                "refs/heads/a//b.yml@refs/heads/c",
                "refs/heads/.gitlab-ci.yml"
            })
    void hostileRefsDoNotChangeTheFile(String ref) {
        Job moved =
                job.with("ref_path", ref)
                        .with(
                                "ci_config_ref_uri",
                                "gitlab.com/" + PROJECT + "//ci/release.yml@" + ref);

        assertThat(moved.mismatches(Publishers.gitlab("ci_file", "ci/release.yml"))).isEmpty();
        assertThat(moved.mismatches(Publishers.gitlab())).containsExactly("ci_file");
    }

    @Test
    void aFileAtACommitIsTheSameFileEvenWithoutARefPath() {
        Job pinned =
                job.without("ref_path")
                        .with(
                                "ci_config_ref_uri",
                                "gitlab.com/" + PROJECT + "//.gitlab-ci.yml@" + Job.SHA);

        assertThat(pinned.mismatches(Publishers.gitlab())).isEmpty();
        assertThat(pinned.mismatches(Publishers.gitlab("ref", "refs/**"))).containsExactly("ref");
    }

    @ParameterizedTest
    @DisplayName("Hazard 18: pipelines of merge requests are refused")
    @ValueSource(strings = {"merge_request_event", "external_pull_request_event"})
    void pipelinesOfMergeRequestsAreRefused(String source) {
        assertThat(job.with("pipeline_source", source).mismatches(Publishers.gitlab()))
                .containsExactly("pipeline_source");
        assertThat(
                        job.with("pipeline_source", source)
                                .mismatches(Publishers.gitlab("allowed_sources", source)))
                .contains("pipeline_source");
    }

    @Test
    @DisplayName("Hazard 18: the child of a merge request's pipeline is refused")
    void childPipelinesAreRefusedUnlessAllowed() {
        Job child = job.with("pipeline_source", "parent_pipeline");

        assertThat(child.mismatches(Publishers.gitlab())).containsExactly("pipeline_source");
        assertThat(child.mismatches(Publishers.gitlab("allowed_sources", "parent_pipeline")))
                .isEmpty();
        assertThat(gitlab.validate(Publishers.gitlab("allowed_sources", "merge_request_event")))
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("allowed_sources", "invalid"));
    }

    @Test
    @DisplayName("Hazard 18: a fork's job that runs in the parent is refused")
    void aJobOfAForkIsRefused() {
        assertThat(job.with("job_project_id", "21").mismatches(Publishers.gitlab()))
                .containsExactly("job_project_id");
        assertThat(job.without("job_project_id").mismatches(Publishers.gitlab())).isEmpty();
        assertThat(job.with("job_project_id", 20).mismatches(Publishers.gitlab())).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("Hazard 39: no environment, an empty one and null are one thing")
    @CsvSource(
            nullValues = "null",
            value = {"null, ''", "'', ''", "release, ''", "release, release"})
    void environments(@Nullable String claim, String field) {
        assertThat(
                        job.with("environment", claim)
                                .mismatches(Publishers.gitlab("environment", field)))
                .isEmpty();
    }

    @Test
    @DisplayName("Hazard 23: an environment that is asked for cannot be missing")
    void aMissingEnvironmentIsNoMatch() {
        Map<String, String> publisher = Publishers.gitlab("environment", "release");

        assertThat(job.without("environment").mismatches(publisher)).containsExactly("environment");
        assertThat(job.with("environment", "").mismatches(publisher))
                .containsExactly("environment");
    }

    @Test
    @DisplayName("Hazard 20: the pins are the same as numbers and as strings")
    void thePinsAreIds() {
        Map<String, String> pins = Map.of("namespace_id", "72", "project_id", "20");

        assertThat(gitlab.pinsOf(job.claims())).isEqualTo(pins);
        assertThat(gitlab.pinsOf(job.with("namespace_id", 72).with("project_id", 20).claims()))
                .isEqualTo(pins);
    }

    @Test
    void anInstanceOfYourOwnIsOneLine() {
        Job own =
                job.of(
                        Definitions.of(
                                "mine",
                                """
                                mine:
                                  extends: gitlab
                                  issuer: https://gitlab.example.org:8443
                                """));
        String uri = "%s/" + PROJECT + "//.gitlab-ci.yml@refs/tags/v1.0";

        assertThat(own.provider().issuer()).isEqualTo("https://gitlab.example.org:8443");
        assertThat(own.mismatches(Publishers.gitlab())).containsExactly("ci_file");
        assertThat(
                        own.with("ci_config_ref_uri", uri.formatted("gitlab.example.org:8443"))
                                .mismatches(Publishers.gitlab()))
                .isEmpty();
        assertThat(own.provider().link(ProviderDefinition.Link.RUN, own.recorded()))
                .hasValue("https://gitlab.example.org:8443/" + PROJECT + "/-/jobs/302");
    }

    @Test
    @DisplayName("Hazard 24: the host comes from the configuration, whatever a token says")
    void noClaimSaysWhichHostIsRight() {
        Job forged =
                job.with("issuer.host", "evil.example")
                        .with("issuer", "https://evil.example")
                        .with(
                                "ci_config_ref_uri",
                                "evil.example/" + PROJECT + "//.gitlab-ci.yml@refs/tags/v1.0");

        assertThat(forged.mismatches(Publishers.gitlab())).containsExactly("ci_file");
        assertThat(
                        gitlab.link(
                                ProviderDefinition.Link.SOURCE,
                                Publishers.with(
                                        forged.recorded(), "issuer", "https://evil.example")))
                .hasValue("https://gitlab.com/" + PROJECT + "/-/tree/" + Job.SHA);
    }

    @ParameterizedTest
    @CsvSource({
        "namespace,   group/sub.group/_x,       ",
        "namespace,   /group,            invalid",
        "namespace,   group/,            invalid",
        "namespace,   group//x,          invalid",
        "namespace,   group/../x,        invalid",
        "project,     a/b,               invalid",
        "project,     my.project_1,             ",
        "ci_file,     ci/a@b.yml,               ",
        "ci_file,     /.gitlab-ci.yml,   invalid",
        "ci_file,     a//b.yml,          invalid",
        "ci_file,     release,           invalid",
        "ref,         main,              invalid",
    })
    void whatAMaintainerFillsInIsChecked(String field, String value, @Nullable String code) {
        assertThat(gitlab.validate(Publishers.gitlab(field, value)))
                .extracting(FieldError::code)
                .isEqualTo(code == null ? List.of() : List.of(code));
    }
}
