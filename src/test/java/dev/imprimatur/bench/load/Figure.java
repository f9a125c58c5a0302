package dev.imprimatur.bench.load;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One thing that was measured in several rounds.
 *
 * @param perSecond of each round
 * @param loads what wrk said of each round; empty: something else asked
 * @param serviceMicros CPU of the service for each request, in each round
 * @param databaseMicros CPU of PostgreSQL for each request, in each round
 */
@JsonNaming(SnakeCaseStrategy.class)
record Figure(
        String name,
        List<Double> perSecond,
        List<Load> loads,
        List<Double> serviceMicros,
        List<Double> databaseMicros) {

    double median() {
        return median(perSecond);
    }

    /** A line of the table. */
    String line() {
        return "%-34s %8.0f  %s %s  %s"
                .formatted(
                        name,
                        median(),
                        micros(serviceMicros),
                        micros(databaseMicros),
                        loads.isEmpty() ? "" : latencies());
    }

    static String header() {
        return "%-34s %8s  %8s %8s  %7s %7s %7s %7s"
                .formatted("", "per s", "µs serv.", "µs PG", "p50 ms", "p95 ms", "p99 ms", "p99.9");
    }

    private String latencies() {
        return "%7.1f %7.1f %7.1f %7.1f"
                .formatted(
                        median(loads.stream().map(Load::p50Ms).toList()),
                        median(loads.stream().map(Load::p95Ms).toList()),
                        median(loads.stream().map(Load::p99Ms).toList()),
                        median(loads.stream().map(Load::p999Ms).toList()));
    }

    private static String micros(List<Double> values) {
        return values.isEmpty() ? "        " : "%8.0f".formatted(median(values));
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElse(Double.NaN);
    }
}
