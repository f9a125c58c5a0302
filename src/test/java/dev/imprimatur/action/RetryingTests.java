package dev.imprimatur.action;

import static dev.imprimatur.action.StubbedService.AUDIENCE;
import static dev.imprimatur.action.StubbedService.BROKEN;
import static dev.imprimatur.action.StubbedService.CI;
import static dev.imprimatur.action.StubbedService.EXCHANGE;
import static dev.imprimatur.action.StubbedService.MINTED;
import static dev.imprimatur.action.StubbedService.refusal;
import static dev.imprimatur.action.StubbedService.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.action.StubbedService.Answer;
import dev.imprimatur.action.StubbedService.Request;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script comes again where that may help, and no longer than it may. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is a shell script")
class RetryingTests {

    @TempDir Path job;

    private final StubbedService service = new StubbedService();

    @AfterEach
    void stop() {
        service.close();
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
        Script.assertNothingHandedOn(job);
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
        Script.assertNothingHandedOn(job);
    }
}
