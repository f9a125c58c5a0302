package dev.imprimatur.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether an exchange costs more in a large registry than in a small one, and more where one job
 * publishes many projects. The same instance is measured with one registry after the other under
 * it, in turns.
 */
final class ScalePart implements Part {

    private static final Duration TIME = Duration.ofSeconds(3);
    private static final int ROUNDS = 3;
    private static final List<Integer> SIZES = List.of(1_000, Bench.REPOSITORIES, 1_000_000);

    /** Repositories whose projects are no one's of the registries above. */
    private static final int FIRST_OF_SETS = 2_000_000;

    private static final int REPOSITORIES_OF_SETS = 20;
    private static final List<Integer> SETS = List.of(1, 20, 200);

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public void measure(Bench bench, Report report) {
        sets(bench, report);
        sizes(bench, report);
    }

    private void sizes(Bench bench, Report report) {
        Stage stage = bench.stage();
        Served served = new Served(stage, "registry_" + Bench.REPOSITORIES);
        for (int size : SIZES) {
            if (size != Bench.REPOSITORIES) {
                stage.copy("registry_" + size);
                served.put("registry_" + size);
                stage.run(
                        "TRUNCATE project, event, upload, upload_token, replay_record CASCADE",
                        "SET synchronous_commit = off");
                Registry.fill(stage, 0, size);
            }
        }
        Rounds rounds = new Rounds();
        for (int size : SIZES) {
            Jobs jobs = jobs(bench, "jobs-" + size, 0, size);
            rounds.with(
                    "%,d publishers".formatted(size),
                    () -> {
                        served.put("registry_" + size);
                        bench.awaitExchange(jobs);
                        return bench.exchange(List.of(bench.service()), jobs, TIME);
                    });
        }
        List<Figure> figures = rounds.measure(ROUNDS);
        served.put("registry_" + Bench.REPOSITORIES);
        SIZES.stream()
                .filter(size -> size != Bench.REPOSITORIES)
                .forEach(size -> stage.drop("registry_" + size));
        report.add(name(), figures);
        report.ratio("1,000,000 publishers ÷ 1,000", figures.getLast(), figures.getFirst(), 0.90);
    }

    private void sets(Bench bench, Report report) {
        Rounds rounds = new Rounds();
        for (int i : IntStream.range(0, SETS.size()).toArray()) {
            int projects = SETS.get(i);
            int first = FIRST_OF_SETS + i * REPOSITORIES_OF_SETS;
            Registry.fillSets(bench.stage(), first, REPOSITORIES_OF_SETS, projects);
            Jobs jobs = jobs(bench, "set-" + projects, first, REPOSITORIES_OF_SETS);
            rounds.with(
                    projects == 1 ? "one project" : projects + " projects",
                    () -> bench.exchange(List.of(bench.service()), jobs, TIME));
        }
        List<Figure> figures = rounds.measure(ROUNDS);
        report.add(name(), figures);
        report.ratio("20 projects ÷ one", figures.get(1), figures.getFirst(), null);
        report.ratio("200 projects ÷ one", figures.getLast(), figures.getFirst(), 0.70);
    }

    private static Jobs jobs(Bench bench, String name, int first, int repositories) {
        Path directory = bench.stage().scratch().resolve(name);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Jobs(bench.stage().issuer(), directory, first, repositories);
    }

    /** Which registry the services have under them. */
    private static final class Served {

        private final Stage stage;
        private String name;

        Served(Stage stage, String name) {
            this.stage = stage;
            this.name = name;
        }

        void put(String wanted) {
            if (!wanted.equals(name)) {
                stage.exchangeDatabases(name, wanted);
                name = wanted;
            }
        }
    }
}
