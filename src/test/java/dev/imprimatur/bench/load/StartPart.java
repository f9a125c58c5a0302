package dev.imprimatur.bench.load;

import dev.imprimatur.bench.load.Arrivals.Arrival;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long an instance takes until it is ready, and what those get who come then: with and without
 * the cache of its JVM, in turns. The database is there, with its schema.
 */
final class StartPart implements Part {

    static final Path APP = Path.of("target", "app").toAbsolutePath();

    private static final int ROUNDS = Math.min(Bench.ROUNDS, 3);
    private static final int SECONDS = 5;
    private static final int PER_SECOND = 300;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void measure(Bench bench, Report report) {
        Path jar = APP.resolve("imprimatur.jar");
        Path cache = APP.resolve("imprimatur.aot");
        if (!Files.exists(cache)) {
            throw new IllegalStateException("There is no " + cache + ": bin/make-app makes it");
        }
        Variant without = new Variant("start without a cache", List.of());
        Variant with = new Variant("start with its cache", List.of("-XX:AOTCache=" + cache));
        for (int round = 0; round < ROUNDS; round++) {
            without.measure(bench, jar);
            with.measure(bench, jar);
        }
        report.add(name(), List.of(without.figure(), with.figure()));
        without.values(report, null, null);
        with.values(report, "at most 2", "at most 150");
    }

    /** One way to start it. */
    private static final class Variant {

        private final String name;
        private final List<String> options;
        private final List<Double> secondsToReady = new ArrayList<>();
        private final List<Double> memoryAtReady = new ArrayList<>();
        private final List<Double> memoryAfter = new ArrayList<>();
        private final List<Double> serviceMicros = new ArrayList<>();
        private final List<Double> databaseMicros = new ArrayList<>();
        private final List<Load> loads = new ArrayList<>();
        private double failures;
        private double deaths;

        Variant(String name, List<String> options) {
            this.name = name;
            this.options = options;
        }

        void measure(Bench bench, Path jar) {
            Stage stage = bench.stage();
            List<byte[]> requests = requests(bench.jobs());
            try (ServiceProcess service =
                            stage.service("started", jar, options.toArray(String[]::new));
                    Arrivals arrivals = new Arrivals(service.port())) {
                secondsToReady.add(service.untilReady().toNanos() / 1e9);
                memoryAtReady.add((double) CpuTime.residentMebibytes(service.handle()));
                double serviceBefore = CpuTime.microsOf(service.handle());
                double databaseBefore = CpuTime.microsOf(stage.postgres());
                List<Arrival> came = arrivals.send(PER_SECOND, requests);
                Load load = Arrivals.load(came, SECONDS);
                loads.add(load);
                failures += load.socketErrors() + load.statusErrors();
                if (service.handle().isAlive()) {
                    serviceMicros.add(
                            (CpuTime.microsOf(service.handle()) - serviceBefore) / requests.size());
                    databaseMicros.add(
                            (CpuTime.microsOf(stage.postgres()) - databaseBefore)
                                    / requests.size());
                    memoryAfter.add((double) CpuTime.residentMebibytes(service.handle()));
                } else {
                    // What it cost went with it; that it ended is the figure.
                    deaths++;
                }
                System.out.printf(
                        "  %-24s ready %5.2f s, p99 %6.1f ms, %d not good%s%n",
                        name,
                        secondsToReady.getLast(),
                        load.p99Ms(),
                        load.socketErrors() + load.statusErrors(),
                        service.handle().isAlive() ? "" : ", and it ended: " + lastWords(service));
            }
        }

        private static String lastWords(ServiceProcess service) {
            return service.log()
                    .lines()
                    .filter(line -> line.contains("OutOfMemoryError"))
                    .findFirst()
                    .orElse("it did not say why");
        }

        private static List<byte[]> requests(Jobs jobs) {
            return IntStream.range(0, PER_SECOND * SECONDS)
                    .parallel()
                    .mapToObj(
                            i ->
                                    Posts.exchange(
                                            Posts.address(Posts.JOBS, i),
                                            Jobs.body(jobs.job(i).text())))
                    .toList();
        }

        Figure figure() {
            return new Figure(
                    name + ", its first seconds",
                    loads.stream().map(Load::perSecond).toList(),
                    loads,
                    serviceMicros,
                    databaseMicros);
        }

        void values(Report report, @Nullable String aimReady, @Nullable String aimLatency) {
            report.value(name + ": ready, s", Figure.median(secondsToReady), aimReady);
            report.value(
                    name + ": p99 of the first 5 s, ms",
                    Figure.median(loads.stream().map(Load::p99Ms).toList()),
                    aimLatency);
            report.value(name + ": answers that were not good, all rounds", failures, "at most 0");
            report.value(name + ": instances that ended under it", deaths, "at most 0");
            report.value(name + ": resident when ready, MiB", Figure.median(memoryAtReady), null);
            if (!memoryAfter.isEmpty()) {
                report.value(name + ": resident after 5 s, MiB", Figure.median(memoryAfter), null);
            }
        }
    }
}
