package dev.imprimatur.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.Together;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestClock;
import dev.imprimatur.provider.Definitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered, what is asked once, and how many are asked about at a time. */
class ForgesTests {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final TestForge forge = TestForge.start();
    private final TestClock clock = new TestClock();
    private final TestForges forges = TestForges.gitHub(forge, clock, "    budget: 10s");

    @AfterEach
    void close() {
        forges.close();
        forge.close();
    }

    @ParameterizedTest
    @CsvSource({"200, 300", "404, 30", "503, 5"})
    void whatAForgeSaidIsRememberedForAWhile(int status, int seconds) {
        if (status == 200) {
            forge.gitHub("octo-org/octo-repo", 65, 74);
        } else {
            forge.at("/users/octo-org", Answer.body("{}"))
                    .at("/repos/octo-org/octo-repo", Answer.status(status));
        }
        Finding first = forges.find("octo-org", "octo-repo");
        int asked = forge.asked().size();

        clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(forges.find("Octo-Org", "OCTO-repo")).isEqualTo(first);
        assertThat(forge.asked()).hasSize(asked);

        // An answer counts as remembered a moment after those who wait for it have it.
        await().untilAsserted(
                        () -> {
                            clock.advance(Duration.ofSeconds(seconds));
                            assertThat(forges.find("octo-org", "octo-repo")).isEqualTo(first);
                            assertThat(forge.asked()).hasSize(2 * asked);
                        });
    }

    @Test
    void manyWhoAskTheSameAtOnceShareOneQuestion() {
        forge.at(
                "/repos/octo-org/octo-repo",
                Answer.delayed(
                        Duration.ofMillis(200),
                        TestForge.gitHubRepository("octo-org/octo-repo", 65, 74)));

        List<Finding> findings = Together.run(16, () -> forges.find("octo-org", "octo-repo"));

        assertThat(findings).hasSize(16).hasOnlyElementsOfType(Finding.Found.class);
        assertThat(forge.asked()).hasSize(1);
    }

    @Test
    void onlySoManyQuestionsAreOpenAtATime() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        forge.otherwise(
                (exchange, closed) -> {
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                    Answer.delayed(
                                    Duration.ofMillis(50),
                                    (last, _) -> {
                                        open.decrementAndGet();
                                        Answer.status(404).send(last, closed);
                                    })
                            .send(exchange, closed);
                });
        AtomicInteger number = new AtomicInteger();

        Together.run(40, () -> forges.find("octo-org", "repo-" + number.incrementAndGet()));

        assertThat(most.get()).isBetween(2, Forge.AT_A_TIME);
    }

    @Test
    void fiveHundredAreAnsweredInTheirOrderAndTheSameIsAskedOnce() {
        IntStream.range(0, 100).forEach(i -> forge.gitHub("octo-org/repo-" + i, 65, 100 + i));
        List<Forges.Question> questions = new ArrayList<>();
        IntStream.range(0, 500)
                .forEach(i -> questions.add(forges.question("octo-org", "repo-" + i % 100)));

        List<Finding> findings = forges.forges.findAll(questions, AMPLE);

        assertThat(findings).hasSize(500);
        assertThat(findings.get(417))
                .isEqualTo(
                        new Finding.Found(
                                Map.of("repository_owner_id", "65", "repository_id", "117")));
        assertThat(findings).hasOnlyElementsOfType(Finding.Found.class);
        assertThat(forge.asked()).hasSize(100);
    }

    @Test
    void manyTakeNoMoreTimeThanTheyAreGivenTogether() {
        forge.gitHub("octo-org/repo-0", 65, 100);
        forges.find("octo-org", "repo-0");
        forge.otherwise(Answer.hang());
        List<Forges.Question> questions =
                IntStream.range(0, 500)
                        .mapToObj(i -> forges.question("octo-org", "repo-" + (499 - i)))
                        .toList();
        long start = System.nanoTime();

        List<Finding> findings = forges.forges.findAll(questions, Duration.ofMillis(500));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(findings.subList(0, 499))
                .containsOnly(Finding.unanswered("GitHub did not answer in time."));
        assertThat(findings.getLast()).isInstanceOf(Finding.Found.class);
        assertThat(forge.asked()).hasSizeLessThan(20);
    }

    @Test
    void aProviderWithoutAForgeIsNotAskedAbout() {
        var jenkins =
                Definitions.of(
                        "jenkins", "jenkins: {enabled: true, issuer: 'https://j.example.org'}");
        var question = new Forges.Question(jenkins, Map.of());

        assertThat(forges.forges.find(question)).isEqualTo(new Finding.NotAsked());
        assertThat(forges.forges.findAll(List.of(question, question), AMPLE))
                .containsOnly(new Finding.NotAsked());
        assertThat(forges.forges.findAll(List.of(), AMPLE)).isEmpty();
    }

    @Test
    void aDefinitionThatBindsLessGetsLess() {
        forge.gitHub("octo-org/octo-repo", 65, 74);
        try (TestForges one = TestForges.gitHub(forge, clock, "  pins: [repository_id]")) {
            assertThat(one.find("octo-org", "octo-repo"))
                    .isEqualTo(new Finding.Found(Map.of("repository_id", "74")));
        }
    }
}
