package dev.imprimatur.bench.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Measures the parts that are named, or all of them, and says what came of it. */
final class LoadBenchmark {

    private static final List<Part> PARTS =
            List.of(
                    new ExchangePart(),
                    new DecisionPart(),
                    new FloodPart(),
                    new OutagePart(),
                    new ScalePart(),
                    new InstancesPart(),
                    new StartPart(),
                    new ComparePart());

    private LoadBenchmark() {}

    public static void main(String[] names) {
        // The index is found by the host that a job asks for.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        List<Part> wanted =
                PARTS.stream()
                        .filter(
                                part ->
                                        names.length == 0 && !(part instanceof ComparePart)
                                                || Arrays.asList(names).contains(part.name()))
                        .toList();
        if (wanted.isEmpty()) {
            System.err.println(
                    "There is no such part; there are " + PARTS.stream().map(Part::name).toList());
            System.exit(1);
        }
        try (Stage stage = Stage.open();
                Bench bench = Bench.open(stage)) {
            Report report = new Report(stage);
            for (Part part : wanted) {
                System.out.println("\n" + part.name());
                part.measure(bench, report);
            }
            System.out.println();
            report.print();
            Path file = stage.directory().resolve("figures.json");
            report.write(file);
            System.out.println("\nRaw figures: " + file);
        }
        System.exit(0);
    }
}
