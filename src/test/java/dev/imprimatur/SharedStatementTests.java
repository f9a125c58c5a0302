package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class SharedStatementTests {

    private static final Duration AGES = Duration.ofMinutes(1);

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    /** All that was asked, statement by statement. */
    private final List<List<Integer>> asked = Collections.synchronizedList(new ArrayList<>());

    private final CountDownLatch open = new CountDownLatch(1);

    private final SharedStatement<Integer, String> shared =
            new SharedStatement<>(1, 1_000, AGES, AGES, this::statement);

    /** The first waits until it is let go, as a slow database would. */
    private List<String> statement(List<Integer> wanted) {
        asked.add(wanted);
        if (wanted.contains(0)) {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (wanted.contains(13)) {
            throw new DataIntegrityViolationException("13");
        }
        if (wanted.contains(99)) {
            throw new DataAccessResourceFailureException("gone");
        }
        return wanted.stream().map(number -> "answer to " + number).toList();
    }

    /** Asks for 0, and while that is under way for the others, one after the other. */
    private List<CompletableFuture<String>> askBehindAnother(int... others) {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        answers.add(ask(0));
        await().until(() -> asked.size() == 1);
        for (int other : others) {
            int before = shared.waiting();
            answers.add(ask(other));
            await().until(() -> shared.waiting() == before + 1);
        }
        return answers;
    }

    private CompletableFuture<String> ask(int number) {
        return CompletableFuture.supplyAsync(() -> shared.ask(number), THREADS);
    }

    @Test
    void whatComesAloneGoesAtOnceAndAlone() {
        assertThat(shared.ask(1)).isEqualTo("answer to 1");
        assertThat(shared.ask(2)).isEqualTo("answer to 2");

        assertThat(asked).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void whatComesMeanwhileGoesTogetherAndEachGetsItsOwnAnswer() {
        var answers = askBehindAnother(1, 2, 3);
        open.countDown();

        assertThat(answers.stream().map(CompletableFuture::join))
                .containsExactly("answer to 0", "answer to 1", "answer to 2", "answer to 3");
        assertThat(asked).containsExactly(List.of(0), List.of(1, 2, 3));
        assertThat(shared.ask(4)).isEqualTo("answer to 4");
    }

    @Test
    void whatTheDatabaseRefusesSpoilsNothingForTheOthers() {
        var answers = askBehindAnother(1, 13, 2);
        open.countDown();

        assertThat(answers.get(1).join()).isEqualTo("answer to 1");
        assertThatThrownBy(answers.get(2)::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DataIntegrityViolationException.class);
        assertThat(answers.get(3).join()).isEqualTo("answer to 2");
        assertThat(asked)
                .containsExactly(
                        List.of(0), List.of(1, 13, 2), List.of(1), List.of(13), List.of(2));
    }

    @Test
    void aDatabaseThatIsAwayIsNotAskedAgainForEach() {
        var answers = askBehindAnother(1, 99);
        open.countDown();

        for (var answer : answers.subList(1, 3)) {
            assertThatThrownBy(answer::join)
                    .hasCauseInstanceOf(DataAccessResourceFailureException.class);
        }
        assertThat(asked).containsExactly(List.of(0), List.of(1, 99));
        assertThat(shared.ask(2)).isEqualTo("answer to 2");
    }

    @Test
    void manyMoreGoInSeveralStatements() {
        var answers = askBehindAnother(IntStream.rangeClosed(100, 229).toArray());
        open.countDown();

        assertThat(answers.stream().map(CompletableFuture::join).toList()).hasSize(131);
        assertThat(asked.stream().map(List::size)).containsExactly(1, 64, 64, 2);
    }

    @Test
    void aDatabaseThatGoesAwayWhileEachIsAskedAloneIsNotAskedForTheRest() {
        List<List<Integer>> sent = new ArrayList<>();
        SharedStatement<Integer, String> sick =
                new SharedStatement<>(
                        1,
                        1_000,
                        AGES,
                        AGES,
                        wanted -> {
                            sent.add(wanted);
                            if (wanted.equals(List.of(2))) {
                                throw new DataAccessResourceFailureException("gone");
                            }
                            return statement(wanted);
                        });
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> sick.ask(0), THREADS);
        await().until(() -> asked.size() == 1);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int number : List.of(1, 2, 13, 4)) {
            answers.add(CompletableFuture.supplyAsync(() -> sick.ask(number), THREADS));
            await().until(() -> sick.waiting() == answers.size());
        }
        open.countDown();

        assertThat(first.join()).isEqualTo("answer to 0");
        assertThat(answers.getFirst().join()).isEqualTo("answer to 1");
        for (var answer : answers.subList(1, 4)) {
            assertThatThrownBy(answer::join)
                    .hasCauseInstanceOf(DataAccessResourceFailureException.class);
        }
        assertThat(sent).containsExactly(List.of(0), List.of(1, 2, 13, 4), List.of(1), List.of(2));
    }

    @Test
    void aStatementThatTakesLongHoldsUpNobodyElse() {
        SharedStatement<Integer, String> patient =
                new SharedStatement<>(1, 1_000, AGES, Duration.ofMillis(5), this::statement);
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> patient.ask(0), THREADS);
        await().until(() -> asked.size() == 1);

        assertThat(patient.ask(1)).isEqualTo("answer to 1");
        assertThat(patient.ask(2)).isEqualTo("answer to 2");
        assertThat(first).isNotDone();
        open.countDown();
        assertThat(first.join()).isEqualTo("answer to 0");
    }

    @Test
    void withTwoLanesTwoAreUnderWay() {
        CountDownLatch both = new CountDownLatch(2);
        SharedStatement<Integer, String> wide =
                new SharedStatement<>(
                        2,
                        1_000,
                        AGES,
                        AGES,
                        wanted -> {
                            both.countDown();
                            return statement(List.of(0));
                        });
        var first = CompletableFuture.supplyAsync(() -> wide.ask(1), THREADS);
        var second = CompletableFuture.supplyAsync(() -> wide.ask(2), THREADS);
        await().until(() -> both.getCount() == 0);
        var third = CompletableFuture.supplyAsync(() -> wide.ask(3), THREADS);
        await().until(() -> wide.waiting() == 1);

        open.countDown();
        assertThat(List.of(first.join(), second.join(), third.join())).containsOnly("answer to 0");
    }

    @Test
    void whoeverWaitsTooLongIsToldSoAndNeverAskedFor() {
        SharedStatement<Integer, String> impatient =
                new SharedStatement<>(1, 1_000, Duration.ofMillis(20), AGES, this::statement);
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> impatient.ask(0), THREADS);
        await().until(() -> asked.size() == 1);

        assertThatThrownBy(() -> impatient.ask(1)).isInstanceOf(TransientDataAccessException.class);
        assertThat(impatient.waiting()).isZero();
        open.countDown();
        assertThat(first.join()).isEqualTo("answer to 0");
        assertThat(asked).containsExactly(List.of(0));
    }

    @Test
    void whileAllTakeLongNoMoreAreBegun() {
        SharedStatement<Integer, String> hanging =
                new SharedStatement<>(
                        1,
                        1_000,
                        Duration.ofMillis(200),
                        Duration.ofMillis(5),
                        wanted -> statement(List.of(0)));
        var under =
                IntStream.range(0, 4)
                        .mapToObj(
                                i -> {
                                    var answer =
                                            CompletableFuture.supplyAsync(
                                                    () -> hanging.ask(i), THREADS);
                                    await().until(() -> asked.size() == i + 1);
                                    return answer;
                                })
                        .toList();

        assertThatThrownBy(() -> hanging.ask(5)).isInstanceOf(TransientDataAccessException.class);
        assertThat(asked).hasSize(4);
        open.countDown();
        assertThat(under).allSatisfy(answer -> assertThat(answer.join()).isNotNull());
    }

    @Test
    void whereTooManyWaitTheNextIsToldSo() {
        SharedStatement<Integer, String> narrow =
                new SharedStatement<>(1, 2, AGES, AGES, this::statement);
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> narrow.ask(0), THREADS);
        await().until(() -> asked.size() == 1);
        var waiting =
                IntStream.of(1, 2)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> narrow.ask(i), THREADS))
                        .toList();
        await().until(() -> narrow.waiting() == 2);

        assertThatThrownBy(() -> narrow.ask(3)).isInstanceOf(TransientDataAccessException.class);
        open.countDown();
        assertThat(first.join()).isEqualTo("answer to 0");
        assertThat(waiting.stream().map(CompletableFuture::join))
                .containsExactly("answer to 1", "answer to 2");
    }

    @Test
    void whatIsAPartOfATransactionGoesWithThat() {
        var others = askBehindAnother();
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            assertThat(shared.ask(1)).isEqualTo("answer to 1");
        } finally {
            TransactionSynchronizationManager.setActualTransactionActive(false);
        }
        open.countDown();
        assertThat(others.getFirst().join()).isEqualTo("answer to 0");
    }

    @Test
    void anErrorLeavesNobodyWaiting() {
        SharedStatement<Integer, String> broken =
                new SharedStatement<>(
                        1,
                        wanted -> {
                            if (wanted.contains(7)) {
                                throw new AssertionError("7");
                            }
                            return statement(wanted);
                        });
        assertThatThrownBy(() -> broken.ask(7)).isInstanceOf(AssertionError.class);

        assertThat(broken.ask(1)).isEqualTo("answer to 1");
    }
}
