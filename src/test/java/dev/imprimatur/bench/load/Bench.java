package dev.imprimatur.bench.load;

import dev.imprimatur.bench.load.Rounds.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What parts ask with: the stage, the jobs of its registry, and one instance of the service that
 * has the registry and is warm.
 */
final class Bench implements AutoCloseable {

    static final int REPOSITORIES = 100_000;
    static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 4));

    private static final int WARM_UPS = Integer.getInteger("bench.warm-ups", 10);

    static final String MINT = "/_/oidc/mint-token";

    /** More than were exchanged in any round; none is sent twice, and signing takes its time. */
    private double enough = 2_500;

    private final Stage stage;
    private final Jobs jobs;
    private final ServiceProcess service;

    private Bench(Stage stage, ServiceProcess service) {
        this.stage = stage;
        this.service = service;
        this.jobs = new Jobs(stage.issuer(), stage.scratch(), REPOSITORIES);
    }

    static Bench open(Stage stage) {
        // The service migrates, the registry comes into what it migrated.
        ServiceProcess service = stage.service("service");
        Registry.fill(stage, 0, REPOSITORIES);
        Bench bench = new Bench(stage, service);
        bench.warm(service);
        return bench;
    }

    /** Until the compiler has little left to do: before that, it costs more than the exchanges. */
    void warm(ServiceProcess asked) {
        for (int i = 0; i < WARM_UPS; i++) {
            System.out.printf("  warm-up %28.0f%n", exchange(asked, TIME).perSecond());
        }
    }

    Stage stage() {
        return stage;
    }

    Jobs jobs() {
        return jobs;
    }

    ServiceProcess service() {
        return service;
    }

    /** Exchanges, as many as come to an end in this time. */
    Sample exchange(ServiceProcess asked, Duration time) {
        Path bodies = jobs.exchanges((int) (enough * time.toMillis() / 1000));
        Sample sample = send(asked, MINT, bodies, time, "Host: " + Stage.HOST);
        enough = Math.max(enough, 1.6 * sample.perSecond());
        return sample;
    }

    Sample send(ServiceProcess asked, String path, Path bodies, Duration time, String... headers) {
        return cost(
                asked.handle(), () -> Load.of(asked.url(path), bodies, time, headers).allGood());
    }

    /** The statements of the service alone. */
    Sample statements(String script, Map<String, String> values) {
        ProcessHandle postgres = stage.postgres();
        long before = CpuTime.microsOf(postgres);
        double perSecond =
                Pgbench.perSecond(stage.database(), stage.scratch(), script, values, TIME);
        double micros = CpuTime.microsOf(postgres) - before;
        return new Sample(perSecond, List.of(), 0, micros / (perSecond * TIME.toSeconds()));
    }

    private Sample cost(ProcessHandle asked, Supplier<Load> asking) {
        ProcessHandle postgres = stage.postgres();
        long serviceBefore = CpuTime.microsOf(asked);
        long postgresBefore = CpuTime.microsOf(postgres);
        Load load = asking.get();
        double requests = load.requests();
        return new Sample(
                load.perSecond(),
                List.of(load),
                (CpuTime.microsOf(asked) - serviceBefore) / requests,
                (CpuTime.microsOf(postgres) - postgresBefore) / requests);
    }

    @Override
    public void close() {
        service.close();
    }
}
