package dev.imprimatur.action;

import static dev.imprimatur.action.StubbedService.AUDIENCE;
import static dev.imprimatur.action.StubbedService.BROKEN;
import static dev.imprimatur.action.StubbedService.BURN;
import static dev.imprimatur.action.StubbedService.CI;
import static dev.imprimatur.action.StubbedService.EXCHANGE;
import static dev.imprimatur.action.StubbedService.MINTED;
import static dev.imprimatur.action.StubbedService.REQUEST_TOKEN;
import static dev.imprimatur.action.StubbedService.UPLOAD_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imprimatur.action.StubbedService.Answer;
import dev.imprimatur.action.StubbedService.Request;
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

/** The script that fetches the upload token: what it asks for, hands on, and says. */
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

    @Test
    void unavailabilityIsRetriedWithTheSameIdentityToken() throws Exception {
        service.answers(EXCHANGE, unavailable(503), BROKEN, unavailable(429), MINTED);

        Script.Ended ended = Script.onGitHub(job, service).run("token");

        assertThat(ended.status()).isZero();
        assertThat(ended.errors())
                .contains("no luck yet (status 503); attempt 2 of 5 in 0 s")
                .contains("no luck yet (no answer: ")
                .contains("no luck yet (status 429); attempt 4 of 5 in 0 s");
        assertThat(service.requests(CI)).hasSize(1);
        assertThat(service.requests(EXCHANGE)).hasSize(4);
        assertThat(service.requests(EXCHANGE).stream().map(Request::form).distinct()).hasSize(1);
    }

    @Test
    void audienceAndIdentityTokenAreRetriedToo() throws Exception {
        service.answers(AUDIENCE, BROKEN, new Answer(200, "{\"audience\":\"a\"}"));
        service.answers(
                CI,
                new Answer(500, "oops"),
                new Answer(200, "{\"value\":\"" + service.identityToken() + "\"}"));

        assertThat(Script.onGitHub(job, service).run("token").status()).isZero();
        assertThat(service.paths()).containsExactly(AUDIENCE, AUDIENCE, CI, CI, EXCHANGE);
    }

    @Test
    void itGivesUpAfterAsManyAttemptsAsItMayMake() throws Exception {
        service.answers(EXCHANGE, unavailable(503));

        Script.Ended ended =
                Script.onGitHub(job, service).with("IMPRIMATUR_TRIES", "3").run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors())
                .contains("::error title=Imprimatur%3A unavailable::The exchange was refused (503)")
                .contains("(attempts made: 3)");
        assertThat(service.requests(EXCHANGE)).hasSize(3);
        assertNothingHandedOn();
    }

    @Test
    void itComesBackNoEarlierThanAskedSoItGivesUpWhereThatIsTooLate() throws Exception {
        service.answers(
                EXCHANGE, unavailable(429).with("retry-after", "0"), unavailable(429, "3600"));

        Script.Ended ended =
                Script.onGitHub(job, service).with("IMPRIMATUR_SECONDS", "30").run("token");

        assertThat(ended.status()).isOne();
        assertThat(ended.errors()).contains("(429)", "(attempts made: 2)");
        assertThat(service.requests(EXCHANGE)).hasSize(2);
    }

    @Test
    void itWaitsAsLongAsItIsAskedTo() throws Exception {
        service.answers(EXCHANGE, unavailable(503, "001"), MINTED);
        long before = System.nanoTime();

        assertThat(Script.onGitHub(job, service).run("token").status()).isZero();

        assertThat(System.nanoTime() - before).isGreaterThan(1_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 408, 422, 501})
    void otherRefusalsAreFinal(int status) throws Exception {
        service.answers(EXCHANGE, refusal(status, "invalid-publisher", "not you"));

        Script.Ended ended = Script.onGitHub(job, service).run("token");

        assertThat(ended.status()).isOne();
        assertThat(service.requests(EXCHANGE)).hasSize(1);
        assertNothingHandedOn();
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
        assertNothingHandedOn();
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

    private void assertNothingHandedOn() {
        assertThat(job.resolve("env")).doesNotExist();
        assertThat(job.resolve("output")).doesNotExist();
        assertThat(job.resolve("token")).doesNotExist();
    }

    private static Answer unavailable(int status) {
        return refusal(status, "unavailable", "Come again");
    }

    private static Answer unavailable(int status, String after) {
        return unavailable(status).with("Retry-After", after);
    }

    private static Answer refusal(int status, String code, String description) {
        return new Answer(
                status,
                """
                {"type":"https://example.org/_/problems/%1$s","title":"No","status":%3$d,
                 "errors":[{"description":"%2$s","code":"%1$s"}],
                 "error":"invalid_request","error_description":"%2$s"}
                """
                        .formatted(code, description, status));
    }
}
