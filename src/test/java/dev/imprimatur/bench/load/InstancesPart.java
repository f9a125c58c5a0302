package dev.imprimatur.bench.load;

import java.time.Duration;
import java.util.List;

/** What several instances do on one database, which all of them share with each other's load. */
final class InstancesPart implements Part {

    private static final Duration TIME = Duration.ofSeconds(3);
    private static final int ROUNDS = 3;
    private static final int WARM_UPS = 6;

    @Override
    public String name() {
        return "instances";
    }

    @Override
    public void measure(Bench bench, Report report) {
        ServiceProcess first = bench.service();
        try (ServiceProcess second = bench.stage().service("second");
                ServiceProcess third = bench.stage().service("third")) {
            bench.warm(second, WARM_UPS);
            bench.warm(third, WARM_UPS);
            List<Figure> figures =
                    new Rounds()
                            .with("one instance", () -> exchange(bench, first))
                            .with("two instances", () -> exchange(bench, first, second))
                            .with("three instances", () -> exchange(bench, first, second, third))
                            .measure(ROUNDS);
            report.add(name(), figures);
            report.ratio("two instances ÷ one", figures.get(1), figures.get(0), null);
            report.ratio("three instances ÷ one", figures.get(2), figures.get(0), null);
        }
    }

    private static Rounds.Sample exchange(Bench bench, ServiceProcess... instances) {
        return bench.exchange(List.of(instances), bench.jobs(), TIME);
    }
}
