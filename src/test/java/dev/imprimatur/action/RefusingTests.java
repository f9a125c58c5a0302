package dev.imprimatur.action;

import static dev.imprimatur.action.StubbedService.AUDIENCE;
import static dev.imprimatur.action.StubbedService.BURN;
import static dev.imprimatur.action.StubbedService.CI;
import static dev.imprimatur.action.StubbedService.EXCHANGE;
import static dev.imprimatur.action.StubbedService.REQUEST_TOKEN;
import static dev.imprimatur.action.StubbedService.UPLOAD_TOKEN;
import static dev.imprimatur.action.StubbedService.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.action.StubbedService.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script says of a refusal, and what it does not do by itself. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a shell script")
class RefusingTests {

    @TempDir Path job;

    private final StubbedService service = new StubbedService();

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aRefusalSaysTheCodeTheReasonAndWhatMendsIt() throws Exception {
        service.answers(EXCHANGE, refusal(400, "invalid-publisher", "workflow: expected a.yml"));
        service.answers(
                "/_/problems/invalid-publisher",
                new Answer(
                        200,
                        """
                        invalid-publisher (422)
                        No matching trusted publisher

                        What it means: nothing matches.
                        Who mends it:  a maintainer of the project.
                        How:           Compare 100% of them. Then run the job again.
                        """));

        assertThat(Script.onGitHub(job, service).run("token").errors())
                .isEqualTo(
                        "::error title=Imprimatur%3A invalid-publisher::The exchange was refused"
                                + " (400): workflow: expected a.yml%0AWhat to do: For a maintainer"
                                + " of the project: Compare 100%25 of them. Then run the job"
                                + " again.\n");
        assertThat(Script.elsewhere(job, service).run("token"))
                .isEqualTo(
                        new Script.Ended(
                                1,
                                "",
                                """
                                imprimatur: error: invalid-publisher: The exchange was refused (400): workflow: expected a.yml
                                imprimatur: what to do: For a maintainer of the project: Compare 100% of them. Then run the job again.
                                """));
        Script.assertNothingHandedOn(job);
    }

    @Test
    void whereTheCureCannotBeHadItsAddressIsTold() throws Exception {
        service.answers(EXCHANGE, refusal(400, "invalid-scope", "no"));

        assertThat(Script.elsewhere(job, service).run("token").errors())
                .endsWith("what to do: See " + service.url() + "/_/problems/invalid-scope\n");
    }

    @Test
    void anAddressWithAPathTooManyIsToldToBeWrong() throws Exception {
        service.answers(EXCHANGE, refusal(404, "not-found", "Nothing is at this address"));

        assertThat(Script.elsewhere(job, service).run("token").errors())
                .endsWith(
                        """
                        what to do: Look whether url is where Imprimatur itself is: scheme, host and port, with no path behind.
                        """);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        Files.writeString(job.resolve(".curlrc"), "location\n");
        service.answers(
                EXCHANGE, new Answer(307, "").with("location", service.url() + "/elsewhere"));

        Script.Ended ended = Script.onGitHub(job, service).run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("Imprimatur%3A redirected::", "(307)");
        assertThat(service.paths()).containsExactly(AUDIENCE, CI, EXCHANGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org",
                "http://localhost.example.org",
                "http://localhost:80@example.org",
                "http://127.0.0.1.example.org",
                "http://localhost\\@example.org",
                "http://localhost:80:80",
                "http://[::2]",
                "ftp://localhost",
                "localhost",
                "HTTP://example.org",
                "https://",
                "https:///path",
                "https://example.org/ -o x",
                "https://example.org\nhttp://localhost",
                "https://us\"er.example.org",
                "https://example.org/?x=y",
                "-o",
                ""
            })
    void secretsGoNowhereWithoutTlsAndNowhereOdd(String url) throws Exception {
        Script.Ended ended = Script.onGitHub(job, service).with("IMPRIMATUR_URL", url).run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.told())
                .startsWith("::error title=Imprimatur%3A invalid-input::")
                .hasLineCount(1);
        assertThat(service.paths()).isEmpty();
    }

    @Test
    void theAddressOfTheCiSystemIsHeldToTheSame() throws Exception {
        Script.Ended ended =
                Script.onGitHub(job, service)
                        .with("ACTIONS_ID_TOKEN_REQUEST_URL", "http://example.org/token?x=y")
                        .run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("invalid-input");
        assertThat(service.paths()).containsExactly(AUDIENCE);
    }

    @Test
    void theLoopbackAddressIsNeverAskedForThroughAProxy() throws Exception {
        assertThat(
                        Script.onGitHub(job, service)
                                .with("http_proxy", "http://127.0.0.1:9")
                                .run("token")
                                .status())
                .isZero();
    }

    @Test
    void aMissingPermissionIsNamed() throws Exception {
        Script.Ended ended =
                Script.onGitHub(job, service)
                        .without("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
                        .run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors())
                .contains("Imprimatur%3A missing-permission::", "permissions: id-token: write");
        assertThat(service.paths()).isEmpty();
    }

    @Test
    void aMissingIdentityTokenIsNamed() throws Exception {
        Script.Ended ended =
                Script.elsewhere(job, service).with("IMPRIMATUR_ID_TOKEN", "").run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("no-identity-token", "id_tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1UPLOAD", "A=B", "A B", "A;ls", "A\nB", "PATH", "GITHUB_TOKEN", "ä"})
    void theVariableHasANameThatAVariableMayHave(String name) throws Exception {
        Script.Ended ended =
                Script.onGitHub(job, service).with("IMPRIMATUR_ENV", name).run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("invalid-input");
        assertThat(service.paths()).isEmpty();
    }

    @Test
    void aTraceShowsNoSecret() throws Exception {
        Script.Ended ended =
                Script.elsewhere(job, service).in("sh", "-axv").run("run", "--", "env");

        assertThat(ended.status()).isZero();
        assertThat(ended.errors()).doesNotContain(UPLOAD_TOKEN, service.identityToken());
        assertThat(ended.output().lines().filter(it -> it.contains(UPLOAD_TOKEN)))
                .containsExactly("IMPRIMATUR_TOKEN=" + UPLOAD_TOKEN);
    }

    @Test
    void noProcessHasASecretAmongItsArguments() throws Exception {
        Path programs = Files.createDirectory(job.resolve("programs"));
        for (String name : new String[] {"curl", "sed", "awk", "tr", "cut", "head", "mktemp"}) {
            Path program = programs.resolve(name);
            Files.writeString(
                    program,
                    """
                    #!/bin/sh
                    printf '%%s\\n' "$*" >>"%s/arguments"
                    PATH=${PATH#*:} exec %s "$@"
                    """
                            .formatted(job, name));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
        Script script = Script.onGitHub(job, service);

        Script.Ended ended =
                script.with("PATH", programs + ":" + System.getenv("PATH"))
                        .run("run", "--", "true");

        assertThat(ended.status()).as(ended.errors()).isZero();
        assertThat(service.paths()).endsWith(BURN);
        assertThat(script.read("arguments"))
                .contains("--config -")
                .doesNotContain(UPLOAD_TOKEN, service.identityToken(), REQUEST_TOKEN);
    }

    @Test
    void aTokenThatCannotBeHandedOnIsBurnt() throws Exception {
        Script.Ended ended =
                Script.onGitHub(job, service).with("GITHUB_OUTPUT", job.toString()).run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("not-written");
        assertThat(service.paths()).endsWith(EXCHANGE, BURN);
    }
}
