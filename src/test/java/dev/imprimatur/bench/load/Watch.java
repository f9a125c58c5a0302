package dev.imprimatur.bench.load;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.imprimatur.bench.load.Arrivals.Arrival;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches honest exchanges go on, phase by phase, with what befalls the service meanwhile and what
 * that costs.
 */
final class Watch {

    private static final double WINDOW = 0.5;

    /** Until nothing of one phase is left in the next. */
    private static final Duration REST = Duration.ofMillis(200);

    private static final String TRANSACTIONS =
            """
            SELECT xact_commit + xact_rollback FROM pg_stat_database
             WHERE datname = current_database()
            """;

    private final Guarded guarded;
    private final List<Phase> phases;

    Watch(Guarded guarded, List<Phase> phases) {
        this.guarded = guarded;
        this.phases = phases;
    }

    /**
     * What came of one.
     *
     * @param name of what befell the service; empty: nothing did
     * @param serviceMicros CPU in all
     * @param databaseMicros CPU in all
     * @param transactions of all in the database
     * @param flood null: there was none
     */
    record Phase(
            String name,
            double honestPerSecond,
            long fromNanos,
            long toNanos,
            List<Arrival> arrivals,
            long serviceMicros,
            long databaseMicros,
            long transactions,
            Flood.@Nullable Outcome flood) {

        boolean isQuiet() {
            return name.isEmpty();
        }

        double seconds() {
            return (toNanos - fromNanos) / 1e9;
        }

        /** How often each answer came; 0: none did. */
        SortedMap<Integer, Long> statuses() {
            return arrivals.stream().collect(groupingBy(Arrival::status, TreeMap::new, counting()));
        }

        int refused() {
            return (int) arrivals.stream().filter(it -> it.status() != 200).count();
        }
    }

    /** What is needed of honest requests for a phase. */
    static int requests(double perSecond, Duration time) {
        return (int) (perSecond * time.toMillis() / 1000);
    }

    Phase phase(String name, double perSecond, Duration time, Iterator<byte[]> honest) {
        return phase(name, perSecond, time, honest, 0, List.of());
    }

    Phase phase(
            String name,
            double perSecond,
            Duration time,
            Iterator<byte[]> honest,
            double forgedPerSecond,
            List<byte[]> forged) {
        List<byte[]> requests =
                Stream.generate(honest::next).limit(requests(perSecond, time)).toList();
        ProcessHandle service = guarded.service().handle();
        ProcessHandle postgres = guarded.stage().postgres();
        long serviceBefore = CpuTime.microsOf(service);
        long postgresBefore = CpuTime.microsOf(postgres);
        long transactionsBefore = Long.parseLong(guarded.stage().ask(TRANSACTIONS));
        int port = guarded.service().port();
        long from = System.nanoTime();
        List<Arrival> arrivals;
        Flood.Outcome outcome = null;
        try (Arrivals generator = new Arrivals(port);
                Flood flood =
                        forged.isEmpty() ? null : Flood.begin(port, forgedPerSecond, forged)) {
            arrivals = generator.send(perSecond, requests);
            if (flood != null) {
                outcome = flood.end();
            }
        }
        long to = System.nanoTime();
        rest();
        Phase phase =
                new Phase(
                        name,
                        perSecond,
                        from,
                        to,
                        arrivals,
                        CpuTime.microsOf(service) - serviceBefore,
                        CpuTime.microsOf(postgres) - postgresBefore,
                        Long.parseLong(guarded.stage().ask(TRANSACTIONS)) - transactionsBefore,
                        outcome);
        phases.add(phase);
        System.out.printf(
                "  %-24s %5.0f/s %s  p99 %7.1f ms%s%n",
                name.isEmpty() ? "quiet" : name,
                perSecond,
                phase.statuses(),
                Arrivals.p99(arrivals),
                outcome == null
                        ? ""
                        : "  forged %.0f of %.0f/s %s"
                                .formatted(
                                        outcome.answeredPerSecond(),
                                        outcome.offered(),
                                        outcome.statuses()));
        return phase;
    }

    private static void rest() {
        try {
            Thread.sleep(REST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The 99th percentile of each half second, over the phases. */
    Graph graph(String title) {
        Graph graph = new Graph(title);
        for (Phase phase : phases) {
            if (!phase.isQuiet()) {
                graph.phase(second(phase.fromNanos()), second(phase.toNanos()), phase.name());
            }
            phase.arrivals().stream()
                    .collect(
                            groupingBy(
                                    it ->
                                            (int)
                                                    ((it.meantNanos() - phase.fromNanos())
                                                            / 1e9
                                                            / WINDOW),
                                    TreeMap::new,
                                    Collectors.toList()))
                    .forEach(
                            (window, arrivals) ->
                                    graph.point(
                                            second(phase.fromNanos()) + (window + 0.5) * WINDOW,
                                            Arrivals.p99(arrivals)));
        }
        return graph;
    }

    /** On the clock of the graph. */
    double second(long nanos) {
        return (nanos - phases.getFirst().fromNanos()) / 1e9;
    }
}
