package dev.imprimatur.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures several things in turns, A B A B, so that what else the machine does falls on all of
 * them, and a ratio of two is one of the same minutes.
 */
final class Rounds {

    private final Map<String, Supplier<Sample>> things = new LinkedHashMap<>();

    /**
     * One thing in one round.
     *
     * @param serviceMicros CPU of the service in all
     * @param databaseMicros CPU of PostgreSQL in all
     */
    record Sample(
            double perSecond, List<Load> loads, double serviceMicros, double databaseMicros) {}

    Rounds with(String name, Supplier<Sample> thing) {
        things.put(name, thing);
        return this;
    }

    List<Figure> measure(int rounds) {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            things.forEach(
                    (name, thing) -> {
                        Sample sample = thing.get();
                        samples.computeIfAbsent(name, key -> new ArrayList<>()).add(sample);
                        System.out.printf("  %-34s %8.0f%n", name, sample.perSecond());
                    });
        }
        return samples.entrySet().stream()
                .map(entry -> figure(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Figure figure(String name, List<Sample> samples) {
        return new Figure(
                name,
                samples.stream().map(Sample::perSecond).toList(),
                samples.stream().flatMap(it -> it.loads().stream()).toList(),
                samples.stream().map(Sample::serviceMicros).filter(it -> it > 0).toList(),
                samples.stream().map(Sample::databaseMicros).filter(it -> it > 0).toList());
    }
}
