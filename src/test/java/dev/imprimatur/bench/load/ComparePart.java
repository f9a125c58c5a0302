package dev.imprimatur.bench.load;

import java.nio.file.Path;
import java.util.List;

/**
 * Another build of the service beside this one, in turns: what a change is worth. With {@code
 * -Dbench.against=} the jar of the other, whose schema has to be the same.
 */
final class ComparePart implements Part {

    static final String AGAINST = System.getProperty("bench.against", "");

    @Override
    public String name() {
        return "compare";
    }

    @Override
    public void measure(Bench bench, Report report) {
        try (ServiceProcess other = bench.stage().service("other", Path.of(AGAINST))) {
            bench.warm(other);
            Uploads uploads = new Uploads(bench);
            ServiceProcess service = bench.service();
            List<Figure> figures =
                    new Rounds()
                            .with("exchange, other", () -> bench.exchange(other, Bench.TIME))
                            .with("exchange", () -> bench.exchange(service, Bench.TIME))
                            .with("upload decision, other", () -> uploads.decide(other))
                            .with("upload decision", () -> uploads.decide(service))
                            .with("introspection, other", () -> uploads.introspect(other))
                            .with("introspection", () -> uploads.introspect(service))
                            .measure(Bench.ROUNDS);
            report.add(name(), figures);
            for (int i = 0; i < figures.size(); i += 2) {
                report.ratio(
                        figures.get(i + 1).name() + " ÷ other",
                        figures.get(i + 1),
                        figures.get(i),
                        null);
            }
        }
    }
}
