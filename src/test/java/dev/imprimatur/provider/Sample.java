package dev.imprimatur.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One provider as the tables see it: a workload, the publisher that describes it, and how the
 * provider writes the one into an identity token. The writing is told apart from the definition, so
 * that a table compares the definition with what the provider does and not with itself.
 *
 * @param provider the definition
 * @param workload what the job really is, by the field that speaks of it
 * @param publisher what a maintainer fills in for it, every field that narrows
 * @param tokens the identity token of a workload
 */
record Sample(
        ProviderDefinition provider,
        Map<String, String> workload,
        Map<String, String> publisher,
        Function<Map<String, String>, Job> tokens) {

    private static final List<Sample> ALL =
            Stream.concat(ForgeSamples.all().stream(), CloudSamples.all().stream()).toList();

    /** Every provider that ships, and one that an operator describes. */
    static List<Sample> all() {
        return ALL;
    }

    /** The sample of the provider with this id. */
    static Sample of(String id) {
        return ALL.stream()
                .filter(sample -> sample.provider().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The identity token of the workload. */
    Job job() {
        return tokens.apply(workload);
    }

    /** The identity token of the workload, were it another one in this. */
    Job job(String field, String value) {
        return tokens.apply(Publishers.with(workload, field, value));
    }

    /** The publisher with nothing in it that could be left out. */
    Map<String, String> least() {
        Map<String, String> least = new LinkedHashMap<>(publisher);
        least.keySet().removeIf(name -> !provider.field(name).orElseThrow().required());
        return least;
    }

    /** The least publisher, with this field as it is in the full one. */
    Map<String, String> leastWith(FieldRule field) {
        return Publishers.with(least(), field.name(), String.valueOf(publisher.get(field.name())));
    }

    /** The fields that are compared with a claim. */
    List<FieldRule> compared() {
        return provider.fields().stream().filter(field -> field.match() != Match.NONE).toList();
    }

    /** The compound claim that a derived one is cut out of; the claim itself where it is none. */
    String signed(@Nullable String claim) {
        return provider.derived().stream()
                .filter(part -> part.name().equals(claim))
                .map(DerivedClaim::from)
                .findFirst()
                .orElse(String.valueOf(claim));
    }

    /** The items of a list claim, as they stand in the token. */
    static List<String> items(@Nullable String list) {
        return List.of(String.valueOf(list).split(",", -1));
    }

    @Override
    public String toString() {
        return provider.id();
    }
}
