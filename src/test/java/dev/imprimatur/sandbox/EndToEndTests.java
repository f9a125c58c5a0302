package dev.imprimatur.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sandbox as people start it, in a process of its own, and the examples as people run them:
 * from the CI provider through the exchange to a published package and its provenance.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are shell scripts")
class EndToEndTests {

    @TempDir static Path directory;

    private static Process sandbox;
    private static Path output;
    private static String url;

    @BeforeAll
    static void theSandboxIsStarted() throws IOException {
        int port = freePort();
        url = "http://localhost:" + port;
        output = directory.resolve("output");
        ProcessBuilder start =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // As spring-boot:test-run starts it.
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.imprimatur.sandbox.Sandbox");
        start.environment()
                .putAll(
                        Map.of(
                                "SANDBOX_PORT", Integer.toString(port),
                                "SANDBOX_HTTPS_PORT", Integer.toString(freePort()),
                                "SANDBOX_DIRECTORY", directory.resolve("data").toString()));
        sandbox = start.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .failFast("The sandbox ended", () -> !sandbox.isAlive())
                .until(() -> said().contains("sandbox is ready"));
    }

    @AfterAll
    static void theSandboxIsStopped() throws InterruptedException {
        sandbox.destroy();
        if (!sandbox.waitFor(60, TimeUnit.SECONDS)) {
            sandbox.destroyForcibly();
        }
    }

    @Test
    void aPackageIsPublishedFromACiJobToTheIndexWithItsProvenance() throws Exception {
        String told = run("sh", "examples/publish.sh");

        assertThat(told)
                .contains("octo-org/sample-project at refs/tags/v1.0.")
                .contains("is at " + url + "/simple/sample-project/")
                .contains("\"repository\":\"octo-org/sample-project\"")
                .contains("\"ref\":\"refs/tags/v1.0.")
                .containsPattern("\"sha\":\"[0-9a-f]{40}\"")
                .containsPattern("\"run_id\":\"[0-9]+\"")
                .contains("refused, as it must be")
                .contains("invalid-reuse-token");
    }

    @Test
    void aMaintainerChecksAddsAndExplainsAndReadsWhatHappened() throws Exception {
        assertThat(run("sh", "examples/manage.sh"))
                .containsPattern("[4-9][0-9] calls")
                .contains("workflow: ")
                .contains("(invalid")
                .contains("trusts release.yml of octo-org/sample-project")
                .contains("workflow: expected release.yml, seen test.yml")
                .contains("publisher-added by ");
    }

    @Test
    void theStartSaysWhatToDoNextAndNothingElse() throws IOException {
        assertThat(said().strip().lines())
                .hasSize(6)
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Imprimatur's sandbox is ready."),
                        line -> assertThat(line).contains("service", url, "https://localhost:"),
                        line -> assertThat(line).contains("CA file"),
                        line ->
                                assertThat(line)
                                        .containsPattern("admin token +impa_[0-9A-Za-z]{49}"),
                        line -> assertThat(line).contains("try", "examples/publish.sh"),
                        line -> assertThat(line).contains("Ctrl-C"));
    }

    @Test
    void twineUploads() throws Exception {
        assumeTrue(isInstalled("twine"), "twine is not installed here");

        assertThat(run("sh", "examples/twine.sh")).contains("403 Forbidden", "unknown-token");
    }

    @Test
    void pipGetsWhatWasPublished() throws Exception {
        assumeTrue(isInstalled("pip"), "pip is not installed here");
        run("sh", "examples/publish.sh");
        Path downloads = Files.createTempDirectory(directory, "downloads");

        run(
                "pip",
                "download",
                "--no-deps",
                "--no-build-isolation",
                "--index-url",
                url + "/simple/",
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
        assumeTrue(isInstalled("nginx"), "nginx is not installed here");

        assertThat(run("sh", "examples/nginx-auth-request/run.sh"))
                .containsPattern("the minted token +201")
                .containsPattern("the same, another project +403")
                .containsPattern("no token +401")
                .containsPattern("a made-up token +401");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Path told = Files.createTempFile(directory, "told", "");
        ProcessBuilder start = new ProcessBuilder(command);
        start.environment()
                .putAll(
                        Map.of(
                                "IMPRIMATUR_URL", url,
                                "NGINX_PORT", Integer.toString(freePort()),
                                "IMPRIMATUR_ADMIN_TOKEN",
                                        Files.readString(directory.resolve("data/admin-token"))
                                                .strip()));
        Process process = start.redirectErrorStream(true).redirectOutput(told.toFile()).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(told, UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static boolean isInstalled(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String said() throws IOException {
        return Files.readString(output, UTF_8);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
