package dev.imprimatur.bench.load;

import com.sun.net.httpserver.HttpExchange;
import dev.imprimatur.bench.load.Arrivals.Arrival;
import dev.imprimatur.bench.load.Watch.Phase;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestIssuer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What honest exchanges whose keys are known feel while their issuer fails. */
final class OutagePart implements Part {

    private static final double MOST_HONEST = 400;
    private static final Duration OUTAGE = Bench.TIME;
    private static final Duration NORMAL = Bench.TIME.multipliedBy(3).dividedBy(4);

    /** More than the service waits for. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public void measure(Bench bench, Report report) {
        Guarded guarded = bench.guarded();
        TestIssuer issuer = bench.stage().issuer();
        Map<String, Answer> outages = new LinkedHashMap<>();
        outages.put("dead", OutagePart::breakOff);
        outages.put("slow", Answer.delayed(SLOW, issuer.publishedKeys()));
        outages.put("no keys", Answer.body("{\"keys\":[]}"));
        double honest = Math.min(guarded.capacity() / 3, MOST_HONEST);
        Iterator<byte[]> jobs =
                guarded.exchanges(
                                outages.size() * Watch.requests(honest, OUTAGE)
                                        + (outages.size() + 1) * Watch.requests(honest, NORMAL))
                        .iterator();
        Watch watch = guarded.watch();
        List<Phase> normal = new ArrayList<>();
        List<Phase> failing = new ArrayList<>();
        normal.add(watch.phase("", honest, NORMAL, jobs));
        outages.forEach(
                (name, answer) -> {
                    int before = issuer.keyRequests();
                    issuer.answerKeys(answer);
                    failing.add(watch.phase(name, honest, OUTAGE, jobs));
                    int asked = issuer.keyRequests() - before;
                    issuer.recover();
                    if (asked == 0) {
                        throw new IllegalStateException("Nobody asked for the keys: " + name);
                    }
                    report.value(
                            "outage, requests for keys meanwhile, issuer: " + name, asked, null);
                    normal.add(watch.phase("", honest, NORMAL, jobs));
                });
        tell(normal, failing, report);
        watch.graph("Honest exchanges while their issuer fails: p99 of each half second")
                .write(bench.stage().directory().resolve("outage.svg"));
    }

    private void tell(List<Phase> normal, List<Phase> failing, Report report) {
        List<Figure> figures = new ArrayList<>();
        Load without = load(normal);
        Load with = load(failing);
        figures.add(figure("honest, issuer well", without));
        figures.add(figure("honest, all outages", with));
        for (Phase phase : failing) {
            figures.add(figure("honest, issuer: " + phase.name(), load(List.of(phase))));
        }
        report.add(name(), figures);
        report.value("outage, honest p99 ÷ normal", with.p99Ms() / without.p99Ms(), "at most 1.1");
        for (Phase phase : failing) {
            report.value(
                    "outage, honest p99 ÷ normal, issuer: " + phase.name(),
                    load(List.of(phase)).p99Ms() / without.p99Ms(),
                    "at most 1.1");
        }
        report.value(
                "outage, honest refused",
                failing.stream().mapToInt(Phase::refused).sum(),
                "at most 0");
    }

    /** As where nobody listens: the connection ends, and there was no answer. */
    private static void breakOff(HttpExchange exchange, CountDownLatch closed) throws IOException {
        throw new IOException("dead on purpose");
    }

    private static Load load(List<Phase> phases) {
        List<Arrival> all = phases.stream().flatMap(it -> it.arrivals().stream()).toList();
        return Arrivals.load(all, phases.stream().mapToDouble(Phase::seconds).sum());
    }

    private static Figure figure(String name, Load load) {
        return new Figure(name, List.of(load.perSecond()), List.of(load), List.of(), List.of());
    }
}
