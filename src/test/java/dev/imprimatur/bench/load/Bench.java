package dev.imprimatur.bench.load;

import dev.imprimatur.bench.load.Rounds.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What parts ask with: the stage, the jobs of its registry, and one instance of the service that
 * has the registry and is warm.
 */
final class Bench implements AutoCloseable {

    static final int REPOSITORIES = 100_000;
    static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
    static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 4));

    private static final int WARM_UPS = Integer.getInteger("bench.warm-ups", 10);

    /** The threads of wrk do not come to the end of their shares at the same time. */
    private static final double NEARLY_ALL = 0.8;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    static final String MINT = "/_/oidc/mint-token";
    private static final String HOST = "Host: " + Stage.HOST;

    /** Tokens for a second: more than are exchanged in any; signing them takes its time. */
    private double enough = 2_500;

    private @Nullable Path warmUpBodies;
    private @Nullable Guarded guarded;

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

    /**
     * Until the compiler has little left to do: before that, it costs more than the exchanges. Of
     * the measured exchanges none has a token that another had; these come with the same again, for
     * which the service is made to forget them.
     */
    void warm(ServiceProcess asked) {
        warm(asked, WARM_UPS);
    }

    /** The same, not for as long. */
    void warm(ServiceProcess asked, int times) {
        Path bodies = warmUpBodies;
        if (bodies == null) {
            bodies = jobs.exchanges((int) (enough * TIME.toSeconds()));
            warmUpBodies = bodies;
        }
        for (int i = 0; i < times; i++) {
            stage.run("TRUNCATE replay_record");
            Load load = Load.of(asked.url(MINT), bodies, TIME, HOST);
            enough = Math.max(enough, 1.4 * load.perSecond());
            System.out.printf("  warm-up %28.0f%n", load.perSecond());
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
        return exchange(List.of(asked), jobs, time);
    }

    /**
     * Exchanges of some jobs, by several instances, each asked by as many as come to one with all
     * of them. Where they came to the end of their tokens, some were sent twice, and refused: that
     * is measured again with more.
     */
    Sample exchange(List<ServiceProcess> instances, Jobs jobs, Duration time) {
        while (true) {
            int count = (int) (enough * time.toMillis() / 1000 / instances.size());
            List<Path> bodies = instances.stream().map(_ -> jobs.exchanges(count)).toList();
            Sample sample =
                    cost(
                            instances.stream().map(ServiceProcess::handle).toList(),
                            () -> atOnce(instances, bodies, time));
            enough = Math.max(enough, 1.4 * sample.perSecond());
            if (sample.loads().stream().noneMatch(load -> isShortOfTokens(load, count))) {
                sample.loads().forEach(Load::allGood);
                return sample;
            }
        }
    }

    private static boolean isShortOfTokens(Load load, int count) {
        return load.statusErrors() > 0 && load.requests() >= NEARLY_ALL * count;
    }

    private static List<Load> atOnce(
            List<ServiceProcess> instances, List<Path> bodies, Duration time) {
        int connections = Load.CONNECTIONS / instances.size();
        return IntStream.range(0, instances.size())
                .mapToObj(
                        i ->
                                CompletableFuture.supplyAsync(
                                        () ->
                                                Load.of(
                                                        instances.get(i).url(MINT),
                                                        bodies.get(i),
                                                        time,
                                                        connections,
                                                        HOST),
                                        Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    Sample send(ServiceProcess asked, String path, Path bodies, Duration time, String... headers) {
        return cost(
                List.of(asked.handle()),
                () -> List.of(Load.of(asked.url(path), bodies, time, headers).allGood()));
    }

    /** The statements of the service alone, each time of which a row comes into this table. */
    Sample writing(String table, String script, Map<String, String> values) {
        long before = rows(table);
        Sample sample = reading(script, values);
        long written = rows(table) - before;
        if (written < 0.99 * sample.perSecond() * TIME.toSeconds()) {
            throw new IllegalStateException(
                    "The statements wrote no more than %d rows into %s".formatted(written, table));
        }
        return sample;
    }

    private long rows(String table) {
        return Long.parseLong(stage.ask("SELECT count(*) FROM " + table));
    }

    /** The statements of the service alone, which only read. */
    Sample reading(String script, Map<String, String> values) {
        ProcessHandle postgres = stage.postgres();
        long before = CpuTime.microsOf(postgres);
        double perSecond =
                Pgbench.perSecond(stage.database(), stage.scratch(), script, values, TIME);
        double micros = CpuTime.microsOf(postgres) - before;
        return new Sample(perSecond, List.of(), 0, micros / (perSecond * TIME.toSeconds()));
    }

    /** Until the service has connections again: its database was changed under it. */
    void awaitExchange(Jobs jobs) {
        long end = System.nanoTime() + LONGEST_PAUSE.toNanos();
        while (true) {
            Path bodies = jobs.exchanges((int) enough);
            Load load = Load.of(service.url(MINT), bodies, Duration.ofSeconds(1), HOST);
            if (load.statusErrors() + load.socketErrors() == 0) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("No exchange comes to a good end: " + load);
            }
        }
    }

    private Sample cost(List<ProcessHandle> asked, Supplier<List<Load>> asking) {
        ProcessHandle postgres = stage.postgres();
        long serviceBefore = asked.stream().mapToLong(CpuTime::microsOf).sum();
        long postgresBefore = CpuTime.microsOf(postgres);
        List<Load> loads = asking.get();
        double requests = loads.stream().mapToLong(Load::requests).sum();
        return new Sample(
                loads.stream().mapToDouble(Load::perSecond).sum(),
                loads,
                (asked.stream().mapToLong(CpuTime::microsOf).sum() - serviceBefore) / requests,
                (CpuTime.microsOf(postgres) - postgresBefore) / requests);
    }

    /** One that guards itself; it is started for the first part that wants it. */
    Guarded guarded() {
        Guarded started = guarded;
        if (started == null) {
            started = Guarded.start(stage, jobs);
            guarded = started;
        }
        return started;
    }

    @Override
    public void close() {
        if (guarded != null) {
            guarded.close();
        }
        service.close();
    }
}
