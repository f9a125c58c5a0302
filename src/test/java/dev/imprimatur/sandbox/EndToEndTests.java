package dev.imprimatur.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The sandbox as people start it, and the examples as people run them: from the CI provider through
 * the exchange to a published package and its provenance.
 */
@ExtendWith(RunningSandbox.Shared.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are shell scripts")
class EndToEndTests {

    private final RunningSandbox sandbox;

    EndToEndTests(RunningSandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void aPackageIsPublishedFromACiJobToTheIndexWithItsProvenance() throws Exception {
        String told = sandbox.run("sh", "examples/publish.sh");

        assertThat(told)
                .contains("octo-org/sample-project at refs/tags/v1.0.")
                .contains("is at " + sandbox.url() + "/simple/sample-project/")
                .contains("\"repository\":\"octo-org/sample-project\"")
                .contains("\"ref\":\"refs/tags/v1.0.")
                .containsPattern("\"sha\":\"[0-9a-f]{40}\"")
                .containsPattern("\"run_id\":\"[0-9]+\"")
                .contains("refused, as it must be")
                .contains("invalid-reuse-token");
    }

    @Test
    void aMaintainerChecksAddsAndExplainsAndReadsWhatHappened() throws Exception {
        assertThat(sandbox.run("sh", "examples/manage.sh"))
                .containsPattern("[4-9][0-9] calls")
                .contains("workflow: ")
                .contains("(invalid")
                .contains("trusts release.yml of octo-org/sample-project")
                .contains("workflow: expected release.yml, seen test.yml")
                .contains("publisher-added by ");
    }

    @Test
    void theStartSaysWhatToDoNextAndNothingElse() throws IOException {
        assertThat(sandbox.said().strip().lines())
                .hasSize(7)
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Imprimatur's sandbox is ready."),
                        line ->
                                assertThat(line)
                                        .contains("service", sandbox.url(), "https://localhost:"),
                        line -> assertThat(line).contains("pages", sandbox.url() + "/_/"),
                        line -> assertThat(line).contains("CA file"),
                        line -> assertThat(line).containsPattern("API token +impa_[0-9A-Za-z]{49}"),
                        line -> assertThat(line).contains("try", "examples/publish.sh"),
                        line -> assertThat(line).contains("Ctrl-C"));
    }

    @Test
    void twineUploads() throws Exception {
        assumeTrue(RunningSandbox.isInstalled("twine"), "twine is not installed here");

        assertThat(sandbox.run("sh", "examples/twine.sh"))
                .contains("403 Forbidden", "unknown-token");
    }

    @Test
    void pipGetsWhatWasPublished() throws Exception {
        assumeTrue(RunningSandbox.isInstalled("pip"), "pip is not installed here");
        sandbox.run("sh", "examples/publish.sh");
        Path downloads = sandbox.newDirectory("downloads");

        sandbox.run(
                "pip",
                "download",
                "--no-deps",
                "--no-build-isolation",
                "--index-url",
                sandbox.url() + "/simple/",
                "--dest",
                downloads.toString(),
                "Sample.Project");

        try (Stream<Path> files = Files.list(downloads)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(
                            file ->
                                    assertThat(file.getFileName().toString())
                                            .matches("sample_project-[0-9.]+\\.tar\\.gz"));
        }
    }

    @Test
    void nginxLetsThroughWhomImprimaturLetsThrough() throws Exception {
        assumeTrue(RunningSandbox.isInstalled("nginx"), "nginx is not installed here");

        assertThat(sandbox.run("sh", "examples/nginx-auth-request/run.sh"))
                .containsPattern("the minted token +201")
                .containsPattern("the same, another project +403")
                .containsPattern("no token +401")
                .containsPattern("a made-up token +401");
    }
}
