package dev.imprimatur.web.page.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceTest;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.provider.Definitions;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;

@ServiceTest
class WorkflowFilesTests {

    private static final Map<String, String> FIELDS =
            Map.of(
                    "workflow", "release.yml",
                    "environment", "release",
                    "ci_file", ".gitlab-ci.yml");

    /** One that ships, and is off until an operator names an instance. */
    private static final ProviderDefinition CODEBERG =
            Definitions.of(
                    "codeberg",
                    "codeberg: {extends: forgejo, issuer: \"https://codeberg.org/api/actions\"}");

    @Autowired private WorkflowFiles files;
    @Autowired private Indexes indexes;
    @Autowired private Providers providers;

    @ParameterizedTest
    @CsvSource({
        "pypi.md, pypi, python, https://packages.example.org/legacy/, packages.example.org",
        "npm.md, npm, npm, https://packages.example.org/npm/, npm:packages.example.org",
        "cargo.md, cargo, example, https://crates.example.org/api/v1/crates/new, crates.example.org",
        "rubygems.md, gems, gems, https://gems.example.org/api/v1/gems, gems.example.org",
        "nuget.md, nuget, nuget, https://nuget.example.org/api/v2/package, https://nuget.example.org",
    })
    void aWorkflowIsThatOfTheDocumentation(
            String page, String like, String id, String url, String audience) {
        PackageIndex index = index(like, id, url, audience);

        WorkflowFile file = files.of(index, provider("test-ci"), FIELDS);

        assertThat(file.path()).isEqualTo(".github/workflows/release.yml");
        assertThat(file.action()).isFalse();
        assertThat(read(file)).isEqualTo(new Yaml().load(example(page, "name: Release")));
    }

    @Test
    void aPipelineIsThatOfTheDocumentation() {
        PackageIndex npm =
                index(
                        "npm",
                        "npm",
                        "https://packages.example.org/npm/",
                        "npm:packages.example.org");
        PackageIndex python =
                index(
                        "pypi",
                        "python",
                        "https://packages.example.org/legacy/",
                        "packages.example.org");

        WorkflowFile byItself = files.of(npm, provider("test-lab"), FIELDS);
        WorkflowFile byScript = files.of(python, provider("test-lab"), FIELDS);

        assertThat(byItself.path()).isEqualTo(".gitlab-ci.yml");
        assertThat(read(byItself)).isEqualTo(new Yaml().load(example("npm.md", "publish:")));
        String expected =
                example("action.md", "publish:")
                        .replace("https://publish.example.org", "https://packages.test");
        assertThat(byScript.action()).isTrue();
        assertThat(read(byScript)).isEqualTo(new Yaml().load(expected));
    }

    @Test
    void aForgejoWorkflowIsThatOfTheDocumentation() {
        PackageIndex python =
                index(
                        "pypi",
                        "python",
                        "https://packages.example.org/legacy/",
                        "packages.example.org");

        WorkflowFile file = files.of(python, CODEBERG, Map.of());

        String expected =
                example("action.md", "\n## Forgejo Actions\n", "name: Release")
                        .replace("https://publish.example.org", "https://packages.test");
        assertThat(read(file)).isEqualTo(new Yaml().load(expected));
        assertThat(file.path()).isEqualTo(".forgejo/workflows/release.yml");
        assertThat(file.action()).isTrue();
        assertThat(file.runner()).isTrue();
        assertThat(
                        files.of(
                                        python,
                                        CODEBERG,
                                        Map.of("workflow", ".github/workflows/publish.yaml"))
                                .path())
                .isEqualTo(".github/workflows/publish.yaml");
    }

    @Test
    void whatIsNotValidNeverGetsIntoAFile() {
        List<ProviderDefinition> all = new ArrayList<>(providers.all());
        all.add(CODEBERG);
        for (String hostile :
                List.of(
                        "release\n    steps: []",
                        "x: y\r\nz",
                        "\"}, {",
                        "${{ secrets.TOKEN }}",
                        "$CI_JOB_TOKEN",
                        "'; rm -rf / #",
                        "<script>alert(1)</script>",
                        "- |",
                        "x".repeat(5000))) {
            Map<String, String> fields =
                    Map.of(
                            "owner", hostile,
                            "repository", hostile,
                            "workflow", hostile,
                            "environment", hostile,
                            "runner_environment", hostile,
                            "namespace", hostile,
                            "ci_file", hostile,
                            "ref", hostile);
            for (PackageIndex index : indexes.all()) {
                for (ProviderDefinition provider : all) {
                    WorkflowFile file = files.of(index, provider, fields);

                    assertThat(file.path()).doesNotContain("\n", "$", "<");
                    if (!file.path().isEmpty()) {
                        Map<?, ?> environment = job(file);
                        assertThat(
                                        environment.get("steps") == null
                                                ? ""
                                                : environment.get("runs-on"))
                                .isIn("", "ubuntu-latest", "docker");
                        if (environment.containsKey("environment")) {
                            assertThat(environment.get("environment")).isEqualTo(hostile);
                            assertThat(hostile).doesNotContain("\n", "\r", "$");
                        }
                    } else {
                        assertThat(file.text()).doesNotContain(hostile);
                    }
                }
            }
        }
    }

    @Test
    void whereAClientWouldGetToAnotherIndexOurActionIsUsed() {
        PackageIndex other = indexes.ofId("other").orElseThrow();

        WorkflowFile file = files.of(other, provider("test-ci"), FIELDS);

        assertThat(file.action()).isTrue();
        assertThat(job(file).get("env"))
                .isEqualTo(
                        Map.of(
                                "TWINE_USERNAME", "__token__",
                                "TWINE_REPOSITORY_URL", "https://packages.test/other/legacy/"));
        assertThat(job(file).get("steps"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .last()
                .isEqualTo(
                        Map.of(
                                "uses",
                                "octo-org/imprimatur@<commit>",
                                "with",
                                Map.of(
                                        "url", "https://packages.test",
                                        "index", "other",
                                        "audience", "packages.test/other",
                                        "env", "TWINE_PASSWORD",
                                        "run", "twine upload dist/*")));
    }

    @Test
    void everywhereElseItIsLinesForAShell() {
        WorkflowFile file =
                files.of(indexes.ofId("files").orElseThrow(), provider("forge"), Map.of());

        assertThat(file)
                .isEqualTo(
                        new WorkflowFile(
                                "",
                                """
                                # IMPRIMATUR_ID_TOKEN is the identity token of the job, for the audience
                                # files.test
                                export IMPRIMATUR_URL=https://packages.test
                                export IMPRIMATUR_INDEX=files
                                export IMPRIMATUR_ENV=IMPRIMATUR_TOKEN
                                export UPLOAD_URL=https://files.test/
                                sh action/imprimatur.sh run -- sh -c 'printf "header = \\"Authorization: Bearer %s\\"\\n" "$IMPRIMATUR_TOKEN" | curl --fail --config - --upload-file package.tar.gz "$UPLOAD_URL"'
                                """,
                                true,
                                false));
    }

    private ProviderDefinition provider(String id) {
        return providers.ofId(id).orElseThrow();
    }

    /** One of the documentation's, otherwise like one that is configured. */
    private PackageIndex index(String like, String id, String url, String audience) {
        PackageIndex there = indexes.ofId(like).orElseThrow();
        return new PackageIndex(
                id,
                there.ecosystem(),
                List.of(URI.create(url)),
                audience,
                false,
                true,
                there.tokenLifetime(),
                there.tokenPrefix(),
                null,
                there.credentials(),
                there.names());
    }

    private static Object read(WorkflowFile file) {
        return new Yaml().load(file.text());
    }

    private static Map<?, ?> job(WorkflowFile file) {
        Map<?, ?> document = (Map<?, ?>) read(file);
        Object jobs = Objects.requireNonNullElse(document.get("jobs"), document);
        return Objects.requireNonNull((Map<?, ?>) ((Map<?, ?>) jobs).get("publish"));
    }

    /** The indented block of a page that begins with this line. */
    private static String example(String page, String first) {
        return example(page, "", first);
    }

    /** The same, behind a heading. */
    private static String example(String page, String heading, String first) {
        try {
            String text = Files.readString(Path.of("docs", "clients", page));
            int begin = text.indexOf("\n    " + first + "\n", text.indexOf(heading)) + 1;
            assertThat(begin).as(page).isPositive();
            return text.substring(begin)
                    .lines()
                    .takeWhile(line -> line.startsWith("    "))
                    .map(line -> line.substring(4))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
