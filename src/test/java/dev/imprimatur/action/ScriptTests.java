package dev.imprimatur.action;

import static dev.imprimatur.action.StubbedService.AUDIENCE;
import static dev.imprimatur.action.StubbedService.CI;
import static dev.imprimatur.action.StubbedService.EXCHANGE;
import static dev.imprimatur.action.StubbedService.REQUEST_TOKEN;
import static dev.imprimatur.action.StubbedService.UPLOAD_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imprimatur.sandbox.RunningSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that fetches the upload token: what it asks for, and what it hands on. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a shell script")
class ScriptTests {

    @TempDir Path job;

    private final StubbedService service = new StubbedService();

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "bash --posix", "busybox sh"})
    void everyShellFetchesMasksAndHandsOn(String shell) throws Exception {
        String[] words = shell.split(" ");
        assumeTrue(RunningSandbox.isInstalled(words[0]), words[0] + " is not installed here");
        Script script = Script.onGitHub(job, service).in(words).with("IMPRIMATUR_ENV", "UPLOAD");

        Script.Ended ended = script.run("token");

        assertThat(ended.errors())
                .matches(
                        "imprimatur: an upload token of index python for sample other,"
                                + " good until 20..-..-..T..:..:..Z\n");
        assertThat(ended.output())
                .isEqualTo(
                        "::add-mask::%s\n::add-mask::%s\n"
                                .formatted(service.identityToken(), UPLOAD_TOKEN));
        assertThat(ended.status()).isZero();
        assertThat(script.read("env")).isEqualTo("UPLOAD=" + UPLOAD_TOKEN + "\n");
        assertThat(script.read("output"))
                .matches(
                        "token=%s\nexpires-in=900\nexpires-at=20..-..-..T..:..:..Z\nprojects=sample other\n"
                                .formatted(UPLOAD_TOKEN));
        assertThat(service.paths()).containsExactly(AUDIENCE, CI, EXCHANGE);
    }

    @Test
    void aShellThatWouldShowSecretsInItsProcessListIsRefused() throws Exception {
        assumeTrue(RunningSandbox.isInstalled("mksh"), "mksh is not installed here");

        Script.Ended ended = Script.elsewhere(job, service).in("mksh").run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("invalid-shell");
        assertThat(service.paths()).isEmpty();
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeTrue(RunningSandbox.isInstalled("shellcheck"), "shellcheck is not installed here");

        assertThat(new Script(job).step("shellcheck -s sh " + Script.PATH))
                .isEqualTo(new Script.Ended(0, "", ""));
    }

    @Test
    void itAsksTheCiSystemAndImprimaturForWhatTheyWant() throws Exception {
        assertThat(
                        Script.onGitHub(job, service)
                                .with("IMPRIMATUR_PROJECTS", " @scope/a,b\n c ")
                                .run("token")
                                .status())
                .isZero();

        assertThat(service.requests(CI))
                .singleElement()
                .satisfies(
                        asked -> {
                            assertThat(asked.method()).isEqualTo("GET");
                            assertThat(asked.query())
                                    .matches(
                                            "api-version=2.0&audience=the-index(%20|\\+)%26(%20|\\+)more");
                            assertThat(asked.authorization()).isEqualTo("Bearer " + REQUEST_TOKEN);
                        });
        assertThat(service.requests(EXCHANGE))
                .singleElement()
                .satisfies(
                        asked -> {
                            assertThat(asked.method()).isEqualTo("POST");
                            assertThat(asked.query()).isNull();
                            assertThat(asked.form())
                                    .isEqualTo(
                                            Map.of(
                                                    "grant_type",
                                                    "urn:ietf:params:oauth:grant-type:token-exchange",
                                                    "subject_token",
                                                    service.identityToken(),
                                                    "subject_token_type",
                                                    "urn:ietf:params:oauth:token-type:jwt",
                                                    "audience",
                                                    "python",
                                                    "scope",
                                                    "@scope/a b c"));
                        });
    }

    @Test
    void anAudienceThatIsGivenIsNotAskedFor() throws Exception {
        Script.onGitHub(job, service).with("IMPRIMATUR_AUDIENCE", "a \"b\\").run("token");

        assertThat(service.paths()).containsExactly(CI, EXCHANGE);
        assertThat(service.requests(CI).getFirst().query())
                .matches(".*&audience=a(%20|\\+)%22b%5[Cc]");
    }

    @Test
    void aVariableHoldsTheIdentityTokenElsewhereAndAPrivateFileTakesTheUploadToken()
            throws Exception {
        Script script = Script.elsewhere(job, service).with("IMPRIMATUR_ENV", "UPLOAD");
        Files.writeString(job.resolve("token"), "from before");

        Script.Ended ended = script.run("token");

        assertThat(ended.status()).isZero();
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors()).doesNotContain(UPLOAD_TOKEN, service.identityToken());
        assertThat(script.read("token")).isEqualTo("export UPLOAD=" + UPLOAD_TOKEN + "\n");
        assertThat(Files.getPosixFilePermissions(job.resolve("token")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(service.paths()).containsExactly(EXCHANGE);
        assertThat(service.requests(EXCHANGE).getFirst().form())
                .containsEntry("subject_token", service.identityToken())
                .doesNotContainKey("scope");
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        Script.onGitHub(job, service).run("token");

        try (Stream<Path> files = Files.list(job)) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder("output", "stdout", "stderr");
        }
    }
}
