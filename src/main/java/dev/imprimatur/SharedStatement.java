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
 * <p>What comes alone goes at once and waits for nobody. What comes while a statement is under way
 * waits for its end, and then goes together. Nothing is ever held back for company, so a lone
 * caller is as fast as without this; and no statement begins before all that go with it have come,
 * so each is told what holds after it asked. Where a statement takes long, the next do not wait for
 * it: a connection that hangs is not everybody's.
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

    /** A statement that takes longer than this is not waited for by those that came after it. */
    private static final Duration LONG = Duration.ofMillis(25);

    /** So many are under way at most, those included that take long. */
    private static final int MOST_UNDER_WAY = 4;

    private final int lanes;
    private final int mostWaiting;
    private final long longestWait;
    private final long longTime;
    private final Function<List<W>, List<A>> statement;

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Call<W, A>> waiting = new ArrayDeque<>();
    private final List<Batch<W, A>> underWay = new ArrayList<>();

    /**
     * A statement that may be shared.
     *
     * @param lanes how many are under way at a time while none takes long: with one, each is as
     *     full as can be, which pays where it commits; with two, PostgreSQL is at work while the
     *     answers to the one before are read
     * @param statement answers what is wanted, in its order
     */
    public SharedStatement(int lanes, Function<List<W>, List<A>> statement) {
        this(lanes, MOST_WAITING, LONGEST_WAIT, LONG, statement);
    }

    SharedStatement(
            int lanes,
            int mostWaiting,
            Duration longestWait,
            Duration longTime,
            Function<List<W>, List<A>> statement) {
        this.lanes = lanes;
        this.mostWaiting = mostWaiting;
        this.longestWait = longestWait.toNanos();
        this.longTime = longTime.toNanos();
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
        long end = System.nanoTime() + longestWait;
        enter(call);
        Optional<Batch<W, A>> mine = begin();
        while (true) {
            mine.ifPresent(this::run);
            if (call.over) {
                return call.answer();
            }
            mine = turn(call, end);
        }
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

    private void enter(Call<W, A> call) {
        lock.lock();
        try {
            if (waiting.size() >= mostWaiting) {
                throw new TransientDataAccessResourceException("Too many wait for the database");
            }
            waiting.add(call);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether it was still waiting, and waits no more. Once its statement is under way, its end is
     * waited for, which the database's own timeouts bound.
     */
    private boolean leave(Call<W, A> call) {
        lock.lock();
        try {
            return waiting.remove(call);
        } finally {
            lock.unlock();
        }
    }

    /** Those that wait, to be asked for now; empty: they wait for one that is under way. */
    private Optional<Batch<W, A>> begin() {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (waiting.isEmpty()
                    || underWay.size() >= MOST_UNDER_WAY
                    || underWay.stream().filter(batch -> now - batch.began() < longTime).count()
                            >= lanes) {
                return Optional.empty();
            }
            Batch<W, A> batch = new Batch<>(now, new ArrayList<>());
            while (batch.calls().size() < MOST_TOGETHER && !waiting.isEmpty()) {
                batch.calls().add(waiting.remove());
            }
            underWay.add(batch);
            return Optional.of(batch);
        } finally {
            lock.unlock();
        }
    }

    private void end(Batch<W, A> batch) {
        lock.lock();
        try {
            underWay.remove(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Waits, and says what is to be asked for meanwhile. */
    private Optional<Batch<W, A>> turn(Call<W, A> call, long end) {
        long left = end - System.nanoTime();
        try {
            return call.turn.get(
                    left > 0 ? Math.min(left, longTime) : longTime, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (System.nanoTime() - end > 0 && leave(call)) {
                throw new TransientDataAccessResourceException("Waited in vain for others", e);
            }
            return begin();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (leave(call)) {
                throw new TransientDataAccessResourceException("Interrupted", e);
            }
            return call.turn.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(Batch<W, A> batch) {
        try {
            answer(batch.calls());
        } finally {
            end(batch);
            // The next go before these are told: the database is what everybody waits for.
            begin().ifPresent(next -> next.calls().getFirst().turn.complete(Optional.of(next)));
            for (Call<W, A> call : batch.calls()) {
                call.over = true;
                call.turn.complete(Optional.empty());
            }
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

    /** What is asked at once. */
    private record Batch<W, A>(long began, List<Call<W, A>> calls) {}

    /** One caller's. */
    private static final class Call<W, A> {

        final W wanted;

        /** What to ask for now, itself included; empty: it was asked for. */
        final CompletableFuture<Optional<Batch<W, A>>> turn = new CompletableFuture<>();

        volatile boolean over;

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
