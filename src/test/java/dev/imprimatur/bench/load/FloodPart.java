package dev.imprimatur.bench.load;

import dev.imprimatur.bench.load.Arrivals.Arrival;
import dev.imprimatur.bench.load.Watch.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What honest exchanges feel while strangers flood the service with forged ones. */
final class FloodPart implements Part {

    /** Of this many each is sent several times in a flood; to the service they are strangers. */
    private static final int FORGED = 4_000;

    private static final Duration FLOODED = Bench.TIME;
    private static final Duration QUIET = Bench.TIME.dividedBy(2);

    /** Of each kind, before the clock is looked at: what refuses has to be compiled, too. */
    private static final Duration WARM_UP = Duration.ofMillis(1500);

    /** More than this makes honest exchanges wait for their generator, or signing take too long. */
    private static final double MOST_HONEST = 500;

    private static final String ONE_ADDRESS = "from one address";

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public void measure(Bench bench, Report report) {
        Guarded guarded = bench.guarded();
        double honest = Math.min(guarded.capacity() / 3, MOST_HONEST);
        // The same flood both times: a hundred to one of more honest ones is more than two
        // processors can offer and answer.
        double forged = 10 * honest;
        Map<Forged, List<byte[]>> floods = new EnumMap<>(Forged.class);
        for (Forged kind : Forged.values()) {
            floods.put(kind, guarded.forged(kind, FORGED));
            guarded.flood(forged, floods.get(kind), WARM_UP);
        }
        List<byte[]> limited = guarded.forgedFromOneAddress(Forged.BAD_SIGNATURE, FORGED);
        report.value("flood: honest exchanges a second, at 10:1", honest, null);
        report.value("flood: honest exchanges a second, at 100:1", honest / 10, null);
        report.value("flood: forged requests a second, offered", forged, null);
        Watch watch = guarded.watch();
        List<Figure> figures = new ArrayList<>();
        List<Phase> hundred = phases(guarded, watch, honest / 10, forged, floods, FLOODED, limited);
        List<Phase> ten =
                phases(
                        guarded,
                        watch,
                        honest,
                        forged,
                        floods,
                        FLOODED.multipliedBy(3).dividedBy(4),
                        List.of());
        tell("100:1", hundred, figures, report, 2.0);
        tell("10:1", ten, figures, report, null);
        report.add(name(), figures);
        section(
                        watch,
                        section(
                                watch,
                                watch.graph(
                                        "Honest exchanges while forged ones come: p99 of each half second"),
                                "100:1",
                                hundred),
                        "10:1",
                        ten)
                .write(bench.stage().directory().resolve("flood.svg"));
    }

    private static List<Phase> phases(
            Guarded guarded,
            Watch watch,
            double honest,
            double forged,
            Map<Forged, List<byte[]>> floods,
            Duration flooded,
            List<byte[]> limited) {
        int kinds = floods.size() + 1;
        Iterator<byte[]> jobs =
                guarded.exchanges(
                                kinds
                                        * (Watch.requests(honest, flooded)
                                                + Watch.requests(honest, QUIET)))
                        .iterator();
        List<Phase> phases = new ArrayList<>();
        phases.add(watch.phase("", honest, QUIET, jobs));
        floods.forEach(
                (kind, requests) -> {
                    phases.add(
                            watch.phase(kind.toString(), honest, flooded, jobs, forged, requests));
                    phases.add(watch.phase("", honest, QUIET, jobs));
                });
        if (!limited.isEmpty()) {
            phases.add(watch.phase(ONE_ADDRESS, honest, flooded, jobs, forged, limited));
        }
        return phases;
    }

    private static Graph section(Watch watch, Graph graph, String ratio, List<Phase> phases) {
        return graph.section(
                watch.second(phases.getFirst().fromNanos()),
                watch.second(phases.getLast().toNanos()),
                "%s, %.0f honest a second".formatted(ratio, phases.getFirst().honestPerSecond()));
    }

    private static void tell(
            String ratio,
            List<Phase> phases,
            List<Figure> figures,
            Report report,
            @Nullable Double aim) {
        List<Phase> quiet = phases.stream().filter(Phase::isQuiet).toList();
        List<Phase> flooded = phases.stream().filter(it -> !it.isQuiet()).toList();
        Load without = load(quiet);
        Load with = load(flooded.stream().filter(it -> !it.name().equals(ONE_ADDRESS)).toList());
        figures.add(figure(ratio + " honest, quiet", without));
        figures.add(figure(ratio + " honest, all floods", with));
        for (Phase phase : flooded) {
            figures.add(
                    figure("%s honest, %s".formatted(ratio, phase.name()), load(List.of(phase))));
        }
        String of = ratio + " flood, honest ";
        report.value(of + "p50 ÷ quiet", with.p50Ms() / without.p50Ms(), null);
        report.value(of + "p95 ÷ quiet", with.p95Ms() / without.p95Ms(), null);
        report.value(
                of + "p99 ÷ quiet",
                with.p99Ms() / without.p99Ms(),
                aim == null ? null : "at most %.0f".formatted(aim));
        report.value(of + "p99.9 ÷ quiet", with.p999Ms() / without.p999Ms(), null);
        for (Phase phase : flooded) {
            report.value(
                    of + "p99 ÷ quiet, " + phase.name(),
                    load(List.of(phase)).p99Ms() / without.p99Ms(),
                    null);
        }
        report.value(of + "refused", flooded.stream().mapToInt(Phase::refused).sum(), "at most 0");
        for (Phase phase : flooded) {
            cost(ratio, phase, quiet, figures, report);
        }
    }

    /** What came beside the honest exchanges, which cost what they cost when it is quiet. */
    private static void cost(
            String ratio, Phase phase, List<Phase> quiet, List<Figure> figures, Report report) {
        Flood.Outcome flood = Objects.requireNonNull(phase.flood());
        if (flood.statuses().keySet().stream().anyMatch(status -> status < 400)) {
            throw new IllegalStateException("What was forged was taken: " + flood);
        }
        double exchanges = phase.arrivals().size();
        double answered = flood.answered();
        double service =
                (phase.serviceMicros() - exchanges * perExchange(quiet, Phase::serviceMicros))
                        / answered;
        double database =
                (phase.databaseMicros() - exchanges * perExchange(quiet, Phase::databaseMicros))
                        / answered;
        figures.add(
                new Figure(
                        "%s forged, %s".formatted(ratio, phase.name()),
                        List.of(flood.answeredPerSecond()),
                        List.of(),
                        List.of(service),
                        List.of(Math.max(database, 0))));
        if (ratio.equals("100:1")) {
            report.value(
                    "transactions for a forged request, " + phase.name(),
                    // Below nothing is what the quiet phases had more than the flood.
                    Math.max(
                            0,
                            (phase.transactions()
                                            - exchanges * perExchange(quiet, Phase::transactions))
                                    / answered),
                    phase.name().equals(Forged.REPLAY.toString()) ? null : "at most 0");
            report.value(
                    "µs of service CPU for a forged request, " + phase.name(),
                    service,
                    phase.name().equals(Forged.GARBAGE.toString()) ? "at most 50" : null);
        }
    }

    private static double perExchange(List<Phase> quiet, ToLongFunction<Phase> cost) {
        return (double) quiet.stream().mapToLong(cost).sum()
                / quiet.stream().mapToDouble(it -> it.arrivals().size()).sum();
    }

    private static Load load(List<Phase> phases) {
        List<Arrival> all = phases.stream().flatMap(it -> it.arrivals().stream()).toList();
        return Arrivals.load(all, phases.stream().mapToDouble(Phase::seconds).sum());
    }

    private static Figure figure(String name, Load load) {
        return new Figure(name, List.of(load.perSecond()), List.of(load), List.of(), List.of());
    }
}
