package dev.imprimatur.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * An instance of the service that guards itself as it ships, with its limits on, and whose keys are
 * fetched anew each second, not each five minutes: so a few seconds hold several fetches. It
 * believes the header that says where requests come from.
 */
final class Guarded implements AutoCloseable {

    private static final int WARM_UPS = Integer.getInteger("bench.warm-ups", 8);
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final int WARM_UP_TOKENS = 5_000;
    private static final int USED = 1_000;

    private final Stage stage;
    private final Jobs jobs;
    private final ServiceProcess service;
    private final double capacity;
    private final Forged.Taken taken;

    private Guarded(
            Stage stage, Jobs jobs, ServiceProcess service, double capacity, Forged.Taken taken) {
        this.stage = stage;
        this.jobs = jobs;
        this.service = service;
        this.capacity = capacity;
        this.taken = taken;
    }

    static Guarded start(Stage stage, Jobs jobs) {
        ServiceProcess service =
                stage.service(
                        "guarded",
                        "-Dimprimatur.limits.exchanges-per-address=600",
                        "-Dimprimatur.limits.exchanges-per-repository=600",
                        "-Dimprimatur.keys.window=1s",
                        "-Dimprimatur.keys.refresh-after=1s");
        double capacity = warm(stage, jobs, service);
        return new Guarded(stage, jobs, service, capacity, useUp(jobs, service, capacity));
    }

    /** How many it exchanges in a second once it is warm, asked by as many as a flood has. */
    private static double warm(Stage stage, Jobs jobs, ServiceProcess service) {
        List<byte[]> requests = posts(tokens(jobs, WARM_UP_TOKENS));
        double perSecond = 0;
        for (int i = 0; i < WARM_UPS; i++) {
            stage.run("TRUNCATE replay_record");
            perSecond = flood(service, 1e6, requests, WARM_UP).answeredPerSecond();
            System.out.printf("  warm-up %28.0f%n", perSecond);
        }
        return perSecond;
    }

    private static Forged.Taken useUp(Jobs jobs, ServiceProcess service, double capacity) {
        List<String> tokens = tokens(jobs, USED);
        try (Arrivals arrivals = new Arrivals(service.port())) {
            long used =
                    arrivals.send(capacity / 3, posts(tokens)).stream()
                            .filter(arrival -> arrival.status() == 200)
                            .count();
            if (used < USED) {
                throw new IllegalStateException("Of %d only %d".formatted(USED, used));
            }
        }
        return new Forged.Taken(tokens);
    }

    private static List<String> tokens(Jobs jobs, int count) {
        RandomGenerator random = RandomGenerator.getDefault();
        int[] of = random.ints(count, 0, Bench.REPOSITORIES).toArray();
        return IntStream.range(0, count).parallel().mapToObj(i -> jobs.job(of[i]).text()).toList();
    }

    private static List<byte[]> posts(List<String> tokens) {
        return IntStream.range(0, tokens.size())
                .mapToObj(
                        i -> Posts.exchange(Posts.address(Posts.JOBS, i), Jobs.body(tokens.get(i))))
                .toList();
    }

    /** Honest requests, each with an identity token and from an address of its own. */
    List<byte[]> exchanges(int count) {
        return posts(tokens(jobs, count));
    }

    List<byte[]> forged(Forged kind, int count) {
        return kind.fromEverywhere(jobs, taken, count);
    }

    List<byte[]> forgedFromOneAddress(Forged kind, int count) {
        return kind.fromOneAddress(jobs, taken, count);
    }

    /** Nothing but a flood. */
    Flood.Outcome flood(double perSecond, List<byte[]> requests, Duration time) {
        return flood(service, perSecond, requests, time);
    }

    private static Flood.Outcome flood(
            ServiceProcess service, double perSecond, List<byte[]> requests, Duration time) {
        try (Flood flood = Flood.begin(service.port(), perSecond, requests)) {
            Thread.sleep(time);
            return flood.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Stage stage() {
        return stage;
    }

    ServiceProcess service() {
        return service;
    }

    double capacity() {
        return capacity;
    }

    /** Honest exchanges, one after the other phase. */
    Watch watch() {
        return new Watch(this, new ArrayList<>());
    }

    @Override
    public void close() {
        service.close();
    }
}
