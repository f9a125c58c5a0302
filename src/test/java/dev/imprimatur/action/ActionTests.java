package dev.imprimatur.action;

import static dev.imprimatur.action.StubbedService.AUDIENCE;
import static dev.imprimatur.action.StubbedService.BURN;
import static dev.imprimatur.action.StubbedService.CI;
import static dev.imprimatur.action.StubbedService.EXCHANGE;
import static dev.imprimatur.action.StubbedService.UPLOAD_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.action.Workflow.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The actions, run step by step with what a runner gives them. No runner runs them here. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a shell script")
class ActionTests {

    private static final Workflow FETCH = Workflow.read("action.yml");
    private static final Workflow BURNING = Workflow.read("burn/action.yml");

    @TempDir Path job;

    private final StubbedService service = new StubbedService();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void itsInputsAndOutputsAreDocumented() throws Exception {
        String page = Files.readString(Path.of("docs/clients/action.md"));

        assertThat(FETCH.inputs())
                .containsExactly("url", "index", "audience", "projects", "env", "run")
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
        assertThat(FETCH.outputs())
                .containsExactly("token", "expires-in", "expires-at", "projects")
                .allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    }

    @Test
    void inputsReachTheShellAsVariablesOnly() {
        for (Workflow action : Set.of(FETCH, BURNING)) {
            assertThat(action.steps())
                    .allSatisfy(
                            step -> {
                                assertThat(step.run()).doesNotContain("${{");
                                assertThat(step.shell()).isEqualTo("sh");
                            });
            assertThat(action.steps().getLast().env().values())
                    .containsAll(
                            action.inputs().stream()
                                    .map(name -> "${{ inputs." + name + " }}")
                                    .toList());
        }
        assertThat(FETCH.steps().getLast().env())
                .containsAllEntriesOf(FETCH.steps().getFirst().env());
    }

    @Test
    void theFirstStepHandsTheTokenOnAndTheOtherActionBurnsIt() throws Exception {
        Script script = Script.onGitHub(job, service);

        Script.Ended fetched =
                step(
                        script,
                        FETCH.steps().getFirst(),
                        ".",
                        Map.of("url", service.url(), "index", "python", "env", "NODE_AUTH_TOKEN"));

        assertThat(fetched.status()).as(fetched.told()).isZero();
        assertThat(script.read("env")).isEqualTo("NODE_AUTH_TOKEN=" + UPLOAD_TOKEN + "\n");
        assertThat(script.read("output").lines().map(line -> line.replaceFirst("=.*", "")))
                .containsExactlyElementsOf(FETCH.outputs());

        Script.Ended burnt =
                step(
                        script,
                        BURNING.steps().getFirst(),
                        "burn",
                        Map.of("url", service.url(), "token", UPLOAD_TOKEN));

        assertThat(burnt)
                .isEqualTo(new Script.Ended(0, "", "imprimatur: the upload token is burnt\n"));
        assertThat(service.paths()).containsExactly(AUDIENCE, CI, EXCHANGE, BURN);
    }

    @Test
    void commandsThatAreGivenHaveTheTokenAndItIsBurntAfterThem() throws Exception {
        Script.Ended ended =
                step(
                        Script.onGitHub(job, service),
                        FETCH.steps().getLast(),
                        ".",
                        Map.of(
                                "url",
                                service.url(),
                                "index",
                                "python",
                                "env",
                                "CARGO_REGISTRY_TOKEN",
                                "run",
                                "test \"$CARGO_REGISTRY_TOKEN\" = "
                                        + UPLOAD_TOKEN
                                        + "\necho \"it's right\"\nfalse\necho never"));

        assertThat(ended.status()).isOne();
        assertThat(ended.output()).endsWith("it's right\n");
        assertThat(service.paths()).containsExactly(AUDIENCE, CI, EXCHANGE, BURN);
    }

    @Test
    void whatIsInAnInputIsNotRun() throws Exception {
        String evil = "python\"; touch " + job + "/pwned; $(touch " + job + "/pwned) #";

        Script.Ended ended =
                step(
                        Script.onGitHub(job, service),
                        FETCH.steps().getFirst(),
                        ".",
                        Map.of("url", service.url(), "index", evil, "projects", evil, "env", ""));

        assertThat(ended.status()).isOne();
        assertThat(job.resolve("pwned")).doesNotExist();
    }

    private static Script.Ended step(
            Script script, Step step, String action, Map<String, String> inputs) throws Exception {
        step.env()
                .forEach(
                        (name, value) -> {
                            String input = value.replaceAll("\\$\\{\\{ inputs\\.(.*) }}", "$1");
                            script.with(
                                    name,
                                    input.equals(value) ? value : inputs.getOrDefault(input, ""));
                        });
        return script.with("GITHUB_ACTION_PATH", Path.of(action).toAbsolutePath().toString())
                .step(step.run());
    }
}
