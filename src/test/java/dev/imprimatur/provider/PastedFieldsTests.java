package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.imprimatur.ConfigurationException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people paste, and what comes of it. */
class PastedFieldsTests {

    private static final ProviderDefinition GITHUB = Definitions.github();
    private static final ProviderDefinition GITLAB = Definitions.gitlab();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/Octo/Repo",
                "https://github.com/Octo/Repo.git/",
                "http://www.github.com/Octo/Repo/",
                "HTTPS://GitHub.com/Octo/Repo",
                "https://user:secret@github.com/Octo/Repo.git",
                "https://github.com:443/Octo/Repo",
                "git@github.com:Octo/Repo.git",
                "ssh://git@github.com:22/Octo/Repo.git",
                "git+https://github.com/Octo/Repo.git",
                "git://github.com/Octo/Repo.git",
                "github.com/Octo/Repo",
                "https://github.com/Octo/Repo/tree/main",
                "https://github.com/Octo/Repo/blob/main/.github/workflows/x.yml",
                "https://github.com/Octo/Repo/actions?query=x#y",
                "https://github.com//Octo//Repo//",
                "Octo/Repo",
                "/Octo/Repo.git/"
            })
    void theAddressOfARepositoryIsOwnerAndRepository(String pasted) {
        for (String field : new String[] {"owner", "repository"}) {
            var read = GITHUB.readPasted(Map.of(field, pasted), Map.of());

            assertThat(read.errors()).isEmpty();
            assertThat(read.fields()).isEqualTo(Map.of("owner", "Octo", "repository", "Repo"));
            assertThat(read.notes())
                    .containsExactly(
                            "Read Owner and Repository from what is in "
                                    + (field.equals("owner") ? "Owner" : "Repository"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "owner,             octo/,                                          octo",
        "repository,        repo.git,                                       repo",
        "repository,        /repo/,                                         repo",
        "workflow,          .github/workflows/release.yml,                  release.yml",
        "workflow,          ./release.yml,                                  release.yml",
        "workflow,          /.github/workflows/release.yml,                 release.yml",
        "workflow,          ./.github/workflows/release.yml,                release.yml",
        "workflow,          release.yml@main,                               release.yml",
        "reusable_workflow, o/r/.github/workflows/p.yml@v1,                 o/r/.github/workflows/p.yml",
        "reusable_workflow, https://github.com/o/r/blob/v1/.github/workflows/p.yml, o/r/.github/workflows/p.yml",
        "reusable_workflow, https://github.com/o/r/blob/a/b/.github/workflows/p.yml, o/r/.github/workflows/p.yml",
    })
    void aPathIsCutToWhatTheFieldTakes(String field, String pasted, String stored) {
        var read = GITHUB.readPasted(Map.of(field, pasted), Map.of());

        assertThat(read.errors()).isEmpty();
        assertThat(read.fields()).isEqualTo(Map.of(field, stored));
        assertThat(read.notes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/octo/repo/blob/main/.github/workflows/release.yml",
                "https://github.com/octo/repo/blob/feature/x/.github/workflows/release.yml?plain=1",
                "https://github.com/octo/repo/edit/main/.github/workflows/release.yml",
                "https://github.com/octo/repo/actions/workflows/release.yml",
                "octo/repo/.github/workflows/release.yml@refs/heads/main"
            })
    void theAddressOfAWorkflowFillsInItsRepository(String pasted) {
        var alone = GITHUB.readPasted(Map.of("workflow", pasted), Map.of());
        assertThat(alone.fields())
                .isEqualTo(
                        Map.of("owner", "octo", "repository", "repo", "workflow", "release.yml"));
        assertThat(alone.notes())
                .containsExactly("Read Owner, Repository and Workflow from what is in Workflow");

        // In an edit, it must be the repository that the publisher has.
        Map<String, String> same = Map.of("owner", "Octo", "repository", "repo");
        assertThat(GITHUB.readPasted(Map.of("workflow", pasted), same).fields())
                .isEqualTo(Map.of("workflow", "release.yml"));
        Map<String, String> other = Map.of("owner", "other", "repository", "repo");
        assertThat(GITHUB.readPasted(Map.of("workflow", pasted), other).errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("workflow", "conflict"));
    }

    @ParameterizedTest
    @CsvSource({
        "owner, octo, repository, https://github.com/other/repo,  repository, conflict",
        "owner, octo, repository, other/repo,                     repository, conflict",
        "owner, octo/one, repository, octo/two,                   repository, conflict",
        "owner, octo, repository, https://gitlab.com/octo/repo,   repository, other-host",
        "owner, octo, repository, https://github.com.evil.example/octo/repo, repository, other-host",
        "owner, octo, repository, https://github.com@evil.example/octo/repo, repository, other-host",
        "owner, octo, repository, https://evil.example/github.com/octo/repo, repository, other-host",
        "owner, octo, repository, git@evil.example:octo/repo,     repository, other-host",
        "owner, octo, workflow,   https://github.com/octo/repo,   workflow,   no-file",
    })
    void nothingIsGuessed(
            String field1, String text1, String field2, String text2, String wrong, String code) {
        var read = GITHUB.readPasted(Map.of(field1, text1, field2, text2), Map.of());

        assertThat(read.errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple(wrong, code));
        assertThat(read.errors().getFirst().message()).doesNotContain("evil");
    }

    @ParameterizedTest
    @CsvSource({
        "owner,      octo-org",
        "owner,      a/b/c",
        "owner,      https:github.com",
        "repository, octo.repo",
        "repository, a/b/c",
        "workflow,   release.yml",
        "workflow,   a.yml@b.yml",
        "workflow,   src/release.yml",
        "workflow,   release.yml@refs/heads/x.yml",
        "environment, https://github.com/octo/repo",
        "ref,        refs/heads/main",
        "reusable_workflow, ./local.txt/..",
    })
    void whatIsNoAddressStaysAsItWasTyped(String field, String text) {
        var read = GITHUB.readPasted(Map.of(field, text), Map.of());

        assertThat(read.errors()).isEmpty();
        if (!field.equals("reusable_workflow")) {
            assertThat(read.fields()).isEqualTo(Map.of(field, text));
            assertThat(read.notes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "project, https://gitlab.com/Group/Sub/Project,                  Group/Sub, Project",
        "project, https://gitlab.com/Group/Sub/Project.git,              Group/Sub, Project",
        "project, https://gitlab.com/group/project/-/tree/main/x,        group,     project",
        "project, git@gitlab.com:group/sub/project.git,                  group/sub, project",
        "project, group/sub/project,                                     group/sub, project",
        "namespace, https://gitlab.com/group/sub/project/,               group/sub, project",
    })
    void groupsMayBeNested(String field, String pasted, String namespace, String project) {
        var read = GITLAB.readPasted(Map.of(field, pasted), Map.of());

        assertThat(read.errors()).isEmpty();
        assertThat(read.fields()).isEqualTo(Map.of("namespace", namespace, "project", project));
    }

    @ParameterizedTest
    @CsvSource({
        "./.gitlab-ci.yml,                                                    .gitlab-ci.yml",
        "/ci/release.yml,                                                     ci/release.yml",
        "https://gitlab.com/g/p/-/blob/main/ci/release.yml?ref_type=heads,    ci/release.yml",
        "https://gitlab.com/g/p/-/raw/main/.gitlab-ci.yml,                    .gitlab-ci.yml",
    })
    void aFileIsItsPathFromTheRoot(String pasted, String stored) {
        var read =
                GITLAB.readPasted(
                        Map.of("namespace", "g", "project", "p", "ci_file", pasted), Map.of());

        assertThat(read.errors()).isEmpty();
        assertThat(read.fields())
                .isEqualTo(Map.of("namespace", "g", "project", "p", "ci_file", stored));
    }

    @Test
    void aGroupIsNoProject() {
        var read = GITLAB.readPasted(Map.of("namespace", "https://gitlab.com/group"), Map.of());

        assertThat(read.fields()).isEqualTo(Map.of("namespace", "group"));
    }

    @Test
    void anInstanceHasItsOwnAddress() {
        ProviderDefinition instance =
                Definitions.of(
                        "ours",
                        """
                        ours:
                          extends: gitlab
                          issuer: https://Git.Example.org:8443/forge
                        """);

        assertThat(
                        instance.readPasted(
                                        Map.of("project", "https://git.example.org:8443/forge/g/p"),
                                        Map.of())
                                .fields())
                .isEqualTo(Map.of("namespace", "g", "project", "p"));
        for (String elsewhere :
                new String[] {
                    "https://git.example.org:8443/g/p",
                    "https://git.example.org:8443/forged/g/p",
                    "https://gitlab.com/g/p"
                }) {
            assertThat(instance.readPasted(Map.of("project", elsewhere), Map.of()).errors())
                    .extracting(FieldError::code)
                    .containsExactly("other-host");
        }
    }

    @Test
    void forgejoKeepsTheDirectoryOfItsWorkflows() {
        ProviderDefinition forgejo =
                Definitions.of(
                        "codeberg",
                        """
                        codeberg:
                          extends: forgejo
                          issuer: https://codeberg.org/api/actions
                        """);

        assertThat(
                        forgejo.readPasted(
                                        Map.of(
                                                "workflow",
                                                "https://codeberg.org/o/r/src/branch/main/.forgejo/workflows/release.yml"),
                                        Map.of())
                                .fields())
                .isEqualTo(
                        Map.of(
                                "owner",
                                "o",
                                "repository",
                                "r",
                                "workflow",
                                ".forgejo/workflows/release.yml"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://",
                "https:///",
                "https://github.com",
                "https://github.com/",
                "git@",
                "git@:",
                "git@github.com:",
                "ssh://",
                "/",
                "//",
                "./",
                ".git",
                "@",
                "a/",
                "://",
                "https://@/",
                "https://github.com/-/",
                "https://github.com/\u0000/x",
                "https://github.com/%2e%2e/x",
                "github.com/",
                "https://[::1]/a/b",
                "https://github.com:/a/b",
                "?",
                "#"
            })
    void nothingThatIsPastedBreaksIt(String hostile) {
        for (ProviderDefinition definition : new ProviderDefinition[] {GITHUB, GITLAB}) {
            for (FieldRule field : definition.fields()) {
                var read = definition.readPasted(Map.of(field.name(), hostile), Map.of());

                Map<String, String> fields = new TreeMap<>(read.fields());
                assertThat(fields.values()).doesNotContain("");
                assertThat(definition.validate(fields)).isNotEmpty();
            }
        }
    }

    @Test
    void pasteNeedsAnAddressAndBothParts() {
        assertThat(Definitions.SOUND).doesNotContain("paste");
        for (String unsound :
                new String[] {
                    Definitions.SOUND.replace("tenancy: true", "tenancy: true, paste: owner"),
                    Definitions.SOUND
                            .replace("tenancy: true", "tenancy: true, paste: owner")
                            .replace("shared: true", "shared: true\n  web-address: \"{web}\""),
                    Definitions.SOUND.replace(
                            "shared: true", "shared: true\n  web-address: \"{owner}\""),
                    Definitions.SOUND.replace(
                            "shared: true", "shared: true\n  web-address: \"ftp://x\"")
                }) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> Definitions.of("forge", unsound))
                    .withMessageMatching(".*(paste|web-address).*");
        }
    }
}
