package dev.imprimatur;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Asks the database once for what several threads want of it at the same time: one round trip, one
 * plan, one commit.
 *
 * <p>What comes alone goes at once and waits for nobody. What comes while as many statements are
 * under way as may be waits for the first of them to end, and then goes together. Nothing is ever
 * held back for company, so a lone caller is as fast as without this; and no statement begins
 * before all that go with it have come, so each is told what holds after it asked.
 *
 * <p>Intent: no caller's bad luck is another's. Where the database refuses what was asked together,
 * each is asked alone. Limit: where it cannot be had, all that went together are told so, and
 * whatever was to be written was written wholly or not at all.
 *
 * @param <W> what a caller wants
 * @param <A> what it is answered
 */
public final class SharedStatement<W, A> {

    /** So many go together at most: their arrays stay small, and one statement short. */
    private static final int MOST_TOGETHER = 64;

    /** So many wait at most, or they would wait for longer than any client does. */
    private static final int MOST_WAITING = 2_000;

    /** So long one waits for its turn at most, as for a connection of the pool. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(1500);

    private final int lanes;
    private final int mostWaiting;
    private final Duration longestWait;
    private final Function<List<W>, List<A>> statement;

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Call<W, A>> waiting = new ArrayDeque<>();
    private int underWay;

    /**
     * A statement that may be shared.
     *
     * @param lanes how many of it may be under way at a time
     * @param statement answers what is wanted, in its order
     */
    public SharedStatement(int lanes, Function<List<W>, List<A>> statement) {
        this(lanes, MOST_WAITING, LONGEST_WAIT, statement);
    }

    SharedStatement(
            int lanes,
            int mostWaiting,
            Duration longestWait,
            Function<List<W>, List<A>> statement) {
        this.lanes = lanes;
        this.mostWaiting = mostWaiting;
        this.longestWait = longestWait;
        this.statement = statement;
    }

    /**
     * Asks, alone or together with others; within a transaction always alone, as a part of that.
     *
     * @throws org.springframework.dao.DataAccessException as the statement does, and where too many
     *     wait or one waits too long
     */
    public A ask(W wanted) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return statement.apply(List.of(wanted)).getFirst();
        }
        Call<W, A> call = new Call<>(wanted);
        List<Call<W, A>> together = join(call) ? List.of(call) : turn(call);
        if (!together.isEmpty()) {
            run(together);
        }
        return call.answer();
    }

    /** How many wait for their turn. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the call goes now; otherwise it is its turn later, or somebody asks for it. */
    private boolean join(Call<W, A> call) {
        lock.lock();
        try {
            if (underWay < lanes) {
                underWay++;
                return true;
            }
            if (waiting.size() >= mostWaiting) {
                throw new TransientDataAccessResourceException("Too many wait for the database");
            }
            waiting.add(call);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for its turn. Intent: while the database hangs, whoever comes is told so soon. Limit:
     * once its statement is under way, its end is waited for, which the database's own timeouts
     * bound.
     */
    private List<Call<W, A>> turn(Call<W, A> call) {
        try {
            return call.turn.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (leave(call)) {
                throw new TransientDataAccessResourceException("Waited in vain for others", e);
            }
            return call.turn.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it was still waiting, and waits no more. */
    private boolean leave(Call<W, A> call) {
        lock.lock();
        try {
            return waiting.remove(call);
        } finally {
            lock.unlock();
        }
    }

    private void run(List<Call<W, A>> together) {
        try {
            answer(together);
        } finally {
            // The next go before these are told: the database is what everybody waits for.
            next().ifPresent(calls -> calls.getFirst().turn.complete(calls));
            together.forEach(call -> call.turn.complete(List.of()));
        }
    }

    private Optional<List<Call<W, A>>> next() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                underWay--;
                return Optional.empty();
            }
            List<Call<W, A>> calls = new ArrayList<>();
            while (calls.size() < MOST_TOGETHER && !waiting.isEmpty()) {
                calls.add(waiting.remove());
            }
            return Optional.of(calls);
        } finally {
            lock.unlock();
        }
    }

    private void answer(List<Call<W, A>> together) {
        try {
            List<A> answers = statement.apply(together.stream().map(call -> call.wanted).toList());
            for (int i = 0; i < together.size(); i++) {
                together.get(i).answer = answers.get(i);
            }
        } catch (RuntimeException e) {
            if (together.size() == 1 || DatabaseFailure.isPassing(e)) {
                together.forEach(call -> call.failure = e);
            } else {
                answerEach(together);
            }
        }
    }

    private void answerEach(List<Call<W, A>> together) {
        for (int i = 0; i < together.size(); i++) {
            Call<W, A> call = together.get(i);
            answer(List.of(call));
            RuntimeException failure = call.failure;
            if (failure != null && DatabaseFailure.isPassing(failure)) {
                together.subList(i, together.size()).forEach(left -> left.failure = failure);
                return;
            }
        }
    }

    /** One caller's. */
    private static final class Call<W, A> {

        final W wanted;

        /** Those to ask for now, itself the first; none: it was asked for. */
        final CompletableFuture<List<Call<W, A>>> turn = new CompletableFuture<>();

        @Nullable A answer;
        @Nullable RuntimeException failure;

        Call(W wanted) {
            this.wanted = wanted;
        }

        A answer() {
            if (failure != null) {
                throw failure;
            }
            if (answer == null) {
                // Whoever asked for all was stopped by an error, such as no memory left.
                throw new DataAccessResourceFailureException("The statement had no answer");
            }
            return answer;
        }
    }
}
