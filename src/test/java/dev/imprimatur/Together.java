package dev.imprimatur;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Does the same thing many times at one moment. */
public final class Together {

    private Together() {}

    /** The results of as many threads, which all wait for each other before they begin. */
    public static <T> List<T> run(int threads, Callable<T> action) {
        List<Callable<T>> actions = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            actions.add(action);
        }
        return run(actions);
    }

    /**
     * The results of these actions, so many of them at a time: more would take the processors from
     * the counterparts that run in this process, too.
     */
    public static <T> List<T> run(List<Callable<T>> actions, int atOnce) {
        Semaphore places = new Semaphore(atOnce);
        return run(
                actions.stream()
                        .<Callable<T>>map(
                                action ->
                                        () -> {
                                            places.acquire();
                                            try {
                                                return action.call();
                                            } finally {
                                                places.release();
                                            }
                                        })
                        .toList());
    }

    /** The results of these actions, which all wait for each other before they begin. */
    public static <T> List<T> run(List<Callable<T>> actions) {
        CountDownLatch ready = new CountDownLatch(actions.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> action : actions) {
                futures.add(
                        threads.submit(
                                () -> {
                                    ready.countDown();
                                    ready.await();
                                    return action.call();
                                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
