package dev.imprimatur.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs shell commands with the environment of a CI job, and nothing else in it. */
final class Script {

    static final String PATH = "action/imprimatur.sh";

    private final Path directory;
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> shell = List.of("sh");

    /** A job in this directory, which also is its home. */
    Script(Path directory) {
        this.directory = directory;
        with("PATH", System.getenv("PATH"));
        with("HOME", directory.toString());
        with("TMPDIR", directory.toString());
        with("IMPRIMATUR_PAUSE", "0");
    }

    /** A job of GitHub's, which gets its identity tokens from the stub. */
    static Script onGitHub(Path directory, StubbedService service) {
        return new Script(directory)
                .with("IMPRIMATUR_URL", service.url())
                .with("IMPRIMATUR_INDEX", "python")
                .with("GITHUB_ACTIONS", "true")
                .with("GITHUB_ENV", directory.resolve("env").toString())
                .with("GITHUB_OUTPUT", directory.resolve("output").toString())
                .with(
                        "ACTIONS_ID_TOKEN_REQUEST_URL",
                        service.url() + StubbedService.CI + "?api-version=2.0")
                .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", StubbedService.REQUEST_TOKEN);
    }

    /** A job of a CI system that puts the identity token into a variable. */
    static Script elsewhere(Path directory, StubbedService service) {
        return new Script(directory)
                .with("IMPRIMATUR_URL", service.url())
                .with("IMPRIMATUR_INDEX", "python")
                .with("IMPRIMATUR_FILE", directory.resolve("token").toString())
                .with("IMPRIMATUR_ID_TOKEN", service.identityToken());
    }

    Script with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Script without(String name) {
        environment.remove(name);
        return this;
    }

    Script in(String... shell) {
        this.shell = List.of(shell);
        return this;
    }

    /** How it ended, and what it wrote. */
    record Ended(int status, String output, String errors) {

        /** What it wrote, to either. */
        String told() {
            return output + errors;
        }
    }

    /** Runs the script with these arguments. */
    Ended run(String... arguments) throws IOException, InterruptedException {
        return ended(start(arguments));
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.add(PATH);
        command.addAll(List.of(arguments));
        return command(command);
    }

    /** Runs what a step of a workflow has. */
    Ended step(String text) throws IOException, InterruptedException {
        return ended(command(List.of("sh", "-e", "-c", text)));
    }

    Ended ended(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), read("stdout"), read("stderr"));
    }

    /** A file in the directory of the job; empty, where there is none. */
    String read(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? Files.readString(file, UTF_8) : "";
    }

    private Process command(List<String> command) throws IOException {
        ProcessBuilder start =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(directory.resolve("stdout").toFile())
                        .redirectError(directory.resolve("stderr").toFile());
        start.environment().clear();
        start.environment().putAll(environment);
        return start.start();
    }

    /** Checks that a run on GitHub left nothing for the steps that follow. */
    static void assertNothingHandedOn(Path job) {
        assertThat(job.resolve("env")).doesNotExist();
        assertThat(job.resolve("output")).doesNotExist();
        assertThat(job.resolve("token")).doesNotExist();
    }
}
