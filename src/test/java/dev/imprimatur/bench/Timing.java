package dev.imprimatur.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * How long one thing took, time after time.
 *
 * @param what was done
 * @param limit the most that the median may be, in milliseconds
 * @param sorted the nanoseconds of each time
 */
record Timing(String what, int limit, List<Long> sorted) {

    /**
     * Does something until it is warm, then does it again and looks at the clock.
     *
     * @param action is told its number, so that it can do another thing each time
     */
    static Timing of(String what, int limit, int warmUp, int times, IntConsumer action) {
        for (int i = 0; i < warmUp; i++) {
            action.accept(i);
        }
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            action.accept(warmUp + i);
            taken.add(System.nanoTime() - start);
        }
        taken.sort(null);
        return new Timing(what, limit, taken);
    }

    static String header() {
        return "%-44s %5s %8s %8s %8s %8s  %s"
                .formatted("milliseconds", "times", "min", "median", "p95", "max", "limit");
    }

    boolean holds() {
        return at(0.5) < limit;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-44s %5d %8.1f %8.1f %8.1f %8.1f  %d%s",
                what,
                sorted.size(),
                at(0),
                at(0.5),
                at(0.95),
                at(1),
                limit,
                holds() ? "" : "  TOO SLOW");
    }

    /** Nearest rank: a time that was really taken. */
    private double at(double part) {
        int rank = (int) Math.ceil(part * sorted.size()) - 1;
        return sorted.get(Math.max(rank, 0)) / 1e6;
    }
}
