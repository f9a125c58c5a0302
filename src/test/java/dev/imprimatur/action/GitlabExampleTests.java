package dev.imprimatur.action;

import static dev.imprimatur.action.StubbedService.BURN;
import static dev.imprimatur.action.StubbedService.EXCHANGE;
import static dev.imprimatur.action.StubbedService.UPLOAD_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The example for GitLab, its jobs run line by line with a twine that only tells what it got. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a shell script")
class GitlabExampleTests {

    private static final Workflow EXAMPLE = Workflow.read("examples/gitlab-ci.yml");

    @TempDir Path job;

    private final StubbedService service = new StubbedService();

    @BeforeEach
    void checkOut() throws Exception {
        Files.createDirectory(job.resolve("action"));
        Files.copy(Path.of(Script.PATH), job.resolve(Script.PATH));
        Files.createDirectory(job.resolve("dist"));
        Files.createFile(job.resolve("dist/a.whl"));
        Files.createFile(job.resolve("dist/a.tar.gz"));
        Path twine = Files.createDirectory(job.resolve("bin")).resolve("twine");
        Files.writeString(
                twine, "#!/bin/sh\necho \"$* as $TWINE_USERNAME with $TWINE_PASSWORD\"\n");
        Files.setPosixFilePermissions(twine, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void oneCommandHasTheToken() throws Exception {
        Workflow publish = EXAMPLE.job("publish");

        Script.Ended ended = job(publish).step(inItsDirectory(publish.lines("script")));

        assertThat(ended.status()).as(ended.told()).isZero();
        assertThat(ended.output())
                .isEqualTo(
                        "upload dist/a.tar.gz dist/a.whl as __token__ with " + UPLOAD_TOKEN + "\n");
        assertThat(service.paths()).containsExactly(EXCHANGE, BURN);
        assertThat(service.requests(EXCHANGE).getFirst().form())
                .containsEntry("audience", "python");
    }

    @Test
    void severalCommandsHaveTheToken() throws Exception {
        Workflow publish = EXAMPLE.job("publish-in-steps");

        Script.Ended ended = job(publish).step(inItsDirectory(publish.lines("script")));

        assertThat(ended.status()).as(ended.told()).isZero();
        assertThat(ended.output())
                .isEqualTo(
                        "upload dist/a.whl as __token__ with %1$s\nupload dist/a.tar.gz as __token__ with %1$s\n"
                                .formatted(UPLOAD_TOKEN));
        assertThat(service.paths()).containsExactly(EXCHANGE);

        job(publish).step(inItsDirectory(publish.lines("after_script")));

        assertThat(service.paths()).containsExactly(EXCHANGE, BURN);
        assertThat(job.resolve("imprimatur.env")).doesNotExist();
    }

    private Script job(Workflow publish) {
        Script script = new Script(job);
        EXAMPLE.variables().forEach(script::with);
        publish.variables().forEach(script::with);
        return script.with("IMPRIMATUR_URL", service.url())
                .with("IMPRIMATUR_ID_TOKEN", service.identityToken())
                .with("PATH", job.resolve("bin") + ":" + System.getenv("PATH"));
    }

    private String inItsDirectory(String lines) {
        return "cd " + job + "\n" + lines;
    }
}
