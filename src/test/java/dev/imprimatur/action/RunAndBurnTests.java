package dev.imprimatur.action;

import static dev.imprimatur.action.StubbedService.BROKEN;
import static dev.imprimatur.action.StubbedService.BURN;
import static dev.imprimatur.action.StubbedService.EXCHANGE;
import static dev.imprimatur.action.StubbedService.UPLOAD_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imprimatur.action.StubbedService.Answer;
import dev.imprimatur.sandbox.RunningSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of an upload token: it is burnt whatever happens to the command that has it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a shell script")
class RunAndBurnTests {

    private static final String BURNT = "{\"token\":\"" + UPLOAD_TOKEN + "\"}";

    @TempDir Path job;

    private final StubbedService service = new StubbedService();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void theCommandHasTheTokenAndWhatItHadBefore() throws Exception {
        Script.Ended ended =
                Script.onGitHub(job, service)
                        .with("IMPRIMATUR_ENV", "UPLOAD")
                        .with("LC_ALL", "C.UTF-8")
                        .with("IMPRIMATUR_ID_TOKEN", service.identityToken())
                        .run("run", "--", "env");

        assertThat(ended.status()).isZero();
        assertThat(ended.output().lines())
                .startsWith("::add-mask::" + service.identityToken(), "::add-mask::" + UPLOAD_TOKEN)
                .contains("UPLOAD=" + UPLOAD_TOKEN, "LC_ALL=C.UTF-8", "HOME=" + job)
                .noneMatch(
                        line ->
                                line.contains(service.identityToken())
                                        && !line.startsWith("::add-mask::"));
        assertThat(ended.errors()).contains("good until", "the upload token is burnt");
        assertBurnt();
        assertThat(job.resolve("env")).doesNotExist();
        assertThat(job.resolve("output")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"true,0", "exit 7,7", "kill -KILL $$,137", "no-such-program,127"})
    void itIsBurntHoweverTheCommandEnds(String command, int status) throws Exception {
        Script.Ended ended = Script.elsewhere(job, service).run("run", "--", "sh", "-c", command);

        assertThat(ended.status()).isEqualTo(status);
        assertBurnt();
    }

    @Test
    void aCommandThatIsNotThereFails() throws Exception {
        assertThat(Script.elsewhere(job, service).run("run", "no-such-program").status())
                .isEqualTo(127);
        assertBurnt();
    }

    @Test
    void argumentsReachTheCommandUnchanged() throws Exception {
        assertThat(
                        Script.elsewhere(job, service)
                                .run("run", "--", "printf", "<%s>", "a b", "*", "$HOME", "", "--")
                                .output())
                .isEqualTo("<a b><*><$HOME><><-->");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash", "busybox sh"})
    void itIsBurntWhereTheJobIsCancelled(String shell) throws Exception {
        String[] words = shell.split(" ");
        assumeTrue(RunningSandbox.isInstalled(words[0]), words[0] + " is not installed here");
        Script script = Script.elsewhere(job, service).in(words);
        Process running =
                script.start(
                        "run",
                        "--",
                        "sh",
                        "-c",
                        "echo $$ >begun; exec sleep 50".replace("begun", job + "/begun"));
        Awaitility.await().until(() -> !script.read("begun").isBlank());
        long command = Long.parseLong(script.read("begun").strip());

        running.destroy();

        assertThat(script.ended(running).status()).isEqualTo(143);
        assertBurnt();
        assertThat(ProcessHandle.of(command).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aJobThatIsCancelledDuringTheExchangeBurnsWhatItGot() throws Exception {
        service.answers(
                EXCHANGE, new Answer(503, "").with("Retry-After", "2"), StubbedService.MINTED);
        Script script = Script.elsewhere(job, service);
        Process running = script.start("token");
        Awaitility.await().until(() -> !service.requests(EXCHANGE).isEmpty());
        Awaitility.await().until(() -> script.read("stderr").contains("no luck yet"));

        running.destroy();

        assertThat(script.ended(running).status()).isEqualTo(143);
        assertThat(job.resolve("token")).doesNotExist();
        assertBurnt();
    }

    @Test
    void aFailedBurnIsToldAndDoesNotFailTheJob() throws Exception {
        service.answers(BURN, BROKEN);

        Script.Ended ended = Script.onGitHub(job, service).run("run", "--", "sh", "-c", "exit 3");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.errors())
                .contains("::warning title=Imprimatur%3A not-burnt::", "good until it expires");
        assertThat(service.requests(BURN)).hasSize(3);
    }

    @Test
    void aCommandIsNotRunWithoutAToken() throws Exception {
        service.answers(EXCHANGE, new Answer(400, "{\"errors\":[{\"code\":\"no\"}]}"));

        Script.Ended ended = Script.elsewhere(job, service).run("run", "--", "touch", job + "/ran");

        assertThat(ended.status()).isOne();
        assertThat(job.resolve("ran")).doesNotExist();
        assertThat(service.requests(BURN)).isEmpty();
    }

    @Test
    void burnTakesTheTokenFromAVariable() throws Exception {
        Script.Ended ended =
                Script.onGitHub(job, service).with("IMPRIMATUR_TOKEN", UPLOAD_TOKEN).run("burn");

        assertThat(ended)
                .isEqualTo(new Script.Ended(0, "", "imprimatur: the upload token is burnt\n"));
        assertBurnt();
    }

    @Test
    void burnTakesTheTokenFromItsFileAndTheFileAway() throws Exception {
        Script script = Script.elsewhere(job, service).with("IMPRIMATUR_ENV", "UPLOAD");
        script.run("token");

        assertThat(script.run("burn").status()).isZero();

        assertBurnt();
        assertThat(job.resolve("token")).doesNotExist();
        assertThat(script.run("burn"))
                .isEqualTo(
                        new Script.Ended(0, "", "imprimatur: there is no upload token to burn\n"));
    }

    @ParameterizedTest
    @CsvSource({"IMPRIMATUR_URL,http://example.org", "IMPRIMATUR_URL,", "IMPRIMATUR_TOKEN,a b"})
    void burnNeverFailsTheJob(String name, String value) throws Exception {
        Script.Ended ended =
                Script.onGitHub(job, service)
                        .with("IMPRIMATUR_TOKEN", UPLOAD_TOKEN)
                        .with(name, value == null ? "" : value)
                        .run("burn");

        assertThat(ended.status()).isZero();
        assertThat(ended.errors()).contains("::").doesNotContain(UPLOAD_TOKEN);
        assertThat(service.paths()).isEmpty();
    }

    @Test
    void theStandardInputIsTheCommands() throws Exception {
        Path input = Files.writeString(job.resolve("input"), "typed");

        assertThat(
                        Script.elsewhere(job, service)
                                .step("sh " + Script.PATH + " run -- cat <" + input)
                                .output())
                .isEqualTo("typed");
    }

    private void assertBurnt() {
        assertThat(service.requests(BURN))
                .extracting(StubbedService.Request::body)
                .containsExactly(BURNT);
    }
}
