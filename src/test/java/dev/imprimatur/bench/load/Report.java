package dev.imprimatur.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** All that came of a run: the table for people, the raw figures as JSON. */
final class Report {

    private final Map<String, Object> machine = new LinkedHashMap<>();
    private final Map<String, List<Figure>> figures = new LinkedHashMap<>();
    private final List<Value> values = new ArrayList<>();

    /**
     * One number that was made of figures, or measured at once.
     *
     * @param aim what it should be; null: nothing was aimed at
     */
    record Value(String name, double value, @Nullable String aim) {}

    Report(Stage stage) {
        machine.put("at", Instant.ofEpochMilli(System.currentTimeMillis()).toString());
        machine.put("processor", processor());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("java", Runtime.version().toString());
        machine.put("heap", Stage.HEAP);
        machine.put("postgresql", stage.setting("server_version"));
        machine.put("fsync", stage.setting("fsync"));
        machine.put("synchronous_commit", stage.setting("synchronous_commit"));
        machine.put("full_page_writes", stage.setting("full_page_writes"));
        machine.put("rounds", Bench.ROUNDS);
        machine.put("seconds_of_a_round", Bench.TIME.toSeconds());
        machine.put("connections", Load.CONNECTIONS);
        machine.put("repositories", Bench.REPOSITORIES);
        if (!"on".equals(machine.get("fsync"))) {
            throw new IllegalStateException(
                    "A database that does not wait for the disk is no measure");
        }
    }

    void add(String part, List<Figure> measured) {
        figures.put(part, measured);
    }

    /**
     * A ratio of medians.
     *
     * @param aim what it should be at least; null: nothing was aimed at
     */
    void ratio(String name, Figure of, Figure to, @Nullable Double aim) {
        value(name, of.median() / to.median(), aim == null ? null : "at least %.2f".formatted(aim));
    }

    void value(String name, double value, @Nullable String aim) {
        values.add(new Value(name, value, aim));
    }

    void print() {
        machine.forEach((name, value) -> System.out.println(name + ": " + value));
        System.out.println("\n" + Figure.header());
        figures.values().forEach(part -> part.forEach(it -> System.out.println(it.line())));
        System.out.println();
        values.forEach(
                it ->
                        System.out.printf(
                                "%-60s %10.2f  %s%n",
                                it.name(), it.value(), it.aim() == null ? "" : it.aim()));
    }

    void write(Path file) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("figures", figures);
        all.put("values", values);
        try {
            Files.writeString(
                    file,
                    JsonMapper.builder()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(all));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*:\\s*", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
