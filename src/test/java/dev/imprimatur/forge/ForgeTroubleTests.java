package dev.imprimatur.forge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A forge that cannot or will not answer: a sentence each, in time, and never a refusal. */
@ExtendWith(OutputCaptureExtension.class)
class ForgeTroubleTests {

    private static final String TOKEN = "github_pat_for_tests";
    private static final String LIMITED =
            "GitHub answers no more questions for now: its rate limit is used up.";

    private final TestForge forge = TestForge.start();
    private final TestClock clock = new TestClock();
    private final TestForges forges = TestForges.gitHub(forge, clock, "    token: " + TOKEN);

    @AfterEach
    void close() {
        forges.close();
        forge.close();
    }

    @Test
    void weSayWhoWeAreAndWhatWeWant() {
        forge.gitHub("octo-org/octo-repo", 65, 74);
        find();

        Headers sent = forge.lastHeaders();
        assertThat(sent.getFirst("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(sent.getFirst("User-Agent")).isEqualTo("Imprimatur");
        assertThat(sent.get("Accept")).containsExactly("application/vnd.github+json");
        assertThat(sent.getFirst("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                Arguments.of(limit(429, Map.of()), 60),
                Arguments.of(limit(429, Map.of("Retry-After", "30")), 30),
                Arguments.of(limit(403, Map.of("Retry-After", "120")), 120),
                Arguments.of(limit(403, Map.of("X-RateLimit-Remaining", "0")), 60),
                Arguments.of(limit(403, Map.of("Retry-After", "0")), 5),
                Arguments.of(limit(403, Map.of("Retry-After", "99999999999")), 3600),
                Arguments.of(limit(429, Map.of("Retry-After", "soon")), 60));
    }

    @ParameterizedTest
    @MethodSource("limits")
    void aForgeThatHasHadEnoughIsLeftAlone(Answer limit, int seconds) {
        forge.otherwise(limit);
        assertThat(find()).isEqualTo(Finding.unanswered(LIMITED));

        forge.gitHub("octo-org/other", 65, 75);
        clock.advance(Duration.ofSeconds(seconds - 1));
        assertThat(forges.find("octo-org", "third")).isEqualTo(Finding.unanswered(LIMITED));
        assertThat(forge.asked()).hasSize(1);

        clock.advance(Duration.ofSeconds(6));
        assertThat(forges.find("octo-org", "other")).isInstanceOf(Finding.Found.class);
    }

    @Test
    void theTimeAtWhichALimitEndsIsBelieved() {
        long reset = clock.instant().plusSeconds(600).getEpochSecond();
        forge.otherwise(
                limit(
                        403,
                        Map.of(
                                "X-RateLimit-Remaining",
                                "0",
                                "X-RateLimit-Reset",
                                Long.toString(reset))));
        assertThat(find()).isEqualTo(Finding.unanswered(LIMITED));
        forge.gitHub("octo-org/third", 65, 76);

        clock.advance(Duration.ofSeconds(594));
        // Each time of another one: an answer is remembered from a moment after it was given on.
        assertThat(forges.find("octo-org", "other")).isEqualTo(Finding.unanswered(LIMITED));
        clock.advance(Duration.ofSeconds(6));
        assertThat(forges.find("octo-org", "third")).isInstanceOf(Finding.Found.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 304, 400, 403, 409, 451, 500, 502, 503})
    void anyOtherStatusIsTold(int status) {
        forge.otherwise(Answer.status(status, ""));

        assertThat(find())
                .isEqualTo(
                        Finding.unanswered(
                                "GitHub answered with an error (%d).".formatted(status)));
    }

    @Test
    @DisplayName("Hazard 28: the operator's token is in no log and in no text of an object")
    void aTokenThatIsNotAcceptedIsToldWithoutIt(CapturedOutput output) {
        forge.otherwise(Answer.status(401, "{\"message\": \"Bad credentials\"}"));

        assertThat(find())
                .isEqualTo(
                        Finding.unanswered(
                                "GitHub does not accept how this service signs in to its API."));
        assertThat(output)
                .contains("The API of provider mine answers 401: see its resolver-settings.token");
        assertThat(output.getAll().contains(TOKEN)).isFalse();
        assertThat(forges.provider.toString()).contains("[secret]").doesNotContain(TOKEN);
    }

    @Test
    void aForgeThatIsDownIsTold() {
        TestForge down = TestForge.start();
        try (TestForges asked = TestForges.gitHub(down, clock)) {
            down.close();

            assertThat(asked.find("octo-org", "octo-repo"))
                    .isEqualTo(Finding.unanswered("GitHub could not be asked: no connection."));
        }
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() {
        forge.otherwise(Answer.flood());

        assertThat(find())
                .isEqualTo(
                        Finding.unanswered(
                                "GitHub could not be asked: an answer that broke off or was over"
                                        + " 256 KiB."));
    }

    static Stream<Arguments> slow() {
        return Stream.of(
                Arguments.of(Answer.hang()),
                Arguments.of(Answer.slowDrip()),
                Arguments.of(Answer.delayed(Duration.ofSeconds(3), Answer.status(404))));
    }

    @ParameterizedTest
    @MethodSource("slow")
    void aSlowForgeIsGivenUpWhenTheBudgetIsUsedUp(Answer answer) {
        forge.otherwise(answer);
        try (TestForges hurried = TestForges.gitHub(forge, clock, "    budget: 300ms")) {
            long start = System.nanoTime();

            assertThat(hurried.find("octo-org", "octo-repo"))
                    .isInstanceOfSatisfying(
                            Finding.Unknown.class,
                            unknown ->
                                    assertThat(unknown.reason())
                                            .isIn(
                                                    "GitHub did not answer in time.",
                                                    "GitHub could not be asked: time-out."));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(2500));
        }
    }

    @Test
    void theQuestionForTheOwnerIsPartOfTheBudget() {
        Answer late = Answer.delayed(Duration.ofMillis(400), Answer.status(404));
        forge.otherwise(late);
        try (TestForges hurried = TestForges.gitHub(forge, clock, "    budget: 600ms")) {
            assertThat(hurried.find("octo-org", "octo-repo"))
                    .isInstanceOfSatisfying(
                            Finding.Unknown.class,
                            unknown ->
                                    assertThat(unknown.cause())
                                            .isEqualTo(Finding.Cause.UNANSWERED));
        }
    }

    private Finding find() {
        return forges.find("octo-org", "octo-repo");
    }

    private static Answer limit(int status, Map<String, String> headers) {
        return (exchange, closed) -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            Answer.status(status, "{\"message\": \"rate limit\"}").send(exchange, closed);
        };
    }
}
