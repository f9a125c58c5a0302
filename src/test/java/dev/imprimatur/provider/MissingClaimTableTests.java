package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every claim of every provider, missing, null and empty; with the field that reads it and without.
 */
class MissingClaimTableTests {

    static List<Sample> samples() {
        return Sample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("Hazards 23 and 39: no claim, null and empty are one thing, and never a match")
    void aMissingClaimNeverHelps(Sample sample) {
        for (ClaimRule rule : sample.provider().claims()) {
            Set<String> readers = readers(sample, rule.name());
            for (Job job : withoutValue(sample, rule)) {
                if (rule.required()) {
                    assertThat(job.read()).isEqualTo(new Claims.Unfit(rule.name(), "is missing"));
                } else {
                    assertThat(Set.copyOf(job.mismatches(sample.publisher())))
                            .as("the fullest publisher without %s", rule.name())
                            .isEqualTo(readers);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName(
            "Hazard 23: each field by itself: set and its claim missing is no match, left out is any")
    void eachFieldByItself(Sample sample) {
        for (FieldRule field : sample.compared()) {
            ClaimRule rule = sample.provider().claim(sample.signed(field.claim())).orElseThrow();
            if (rule.required() || field.required()) {
                continue;
            }
            for (Job job : withoutValue(sample, rule)) {
                Map<String, String> narrow = leastAndCalled(sample, field);
                assertThat(job.mismatches(narrow))
                        .as("%s is set", field.name())
                        .contains(field.name())
                        .containsExactlyElementsOf(alsoNeeding(sample, rule.name(), narrow));
                Map<String, String> open = leastAndCalled(sample, null);
                assertThat(job.mismatches(open))
                        .as("%s is left out", field.name())
                        .containsExactlyElementsOf(alsoNeeding(sample, rule.name(), open));
                assertThat(job.mismatches(Publishers.with(open, field.name(), "")))
                        .as("%s is empty", field.name())
                        .containsExactlyElementsOf(alsoNeeding(sample, rule.name(), open));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    @DisplayName("Hazard 39: a field that is empty is a field that is not there")
    void emptyFieldsAreNone(Sample sample) {
        for (FieldRule field : sample.compared()) {
            if (!field.required()) {
                Map<String, String> without = leastAndCalled(sample, null);
                Map<String, String> empty = Publishers.with(without, field.name(), "");
                if (field.emptyMeansEqual() != null) {
                    continue;
                }
                assertThat(sample.job().mismatches(empty)).as(field.name()).isEmpty();
                assertThat(sample.provider().validate(empty)).isEmpty();
                assertThat(sample.provider().comparable(empty))
                        .isEqualTo(sample.provider().comparable(without));
            }
        }
    }

    /** The job with nothing in this claim, in each way that nothing is written. */
    private static List<Job> withoutValue(Sample sample, ClaimRule rule) {
        Job job = sample.job();
        List<Job> without = new ArrayList<>();
        without.add(job.without(rule.name()));
        without.add(job.with(rule.name(), null));
        switch (rule.type()) {
            case STRING, ID -> without.add(job.with(rule.name(), ""));
            case STRINGS -> without.add(job.with(rule.name(), List.of()));
            case BOOLEAN -> {}
        }
        return without;
    }

    /** The fields that cannot be compared without this claim. */
    private static Set<String> readers(Sample sample, String claim) {
        Set<String> names = new LinkedHashSet<>();
        for (FieldRule field : sample.compared()) {
            boolean derivedWithIt =
                    sample.provider().derived().stream()
                            .filter(part -> part.name().equals(field.claim()))
                            .anyMatch(
                                    part ->
                                            part.from().equals(claim)
                                                    || part.prefix().names().contains(claim)
                                                    || part.suffixes().stream()
                                                            .limit(1)
                                                            .anyMatch(
                                                                    end ->
                                                                            end.names()
                                                                                    .contains(
                                                                                            claim)));
            if (claim.equals(field.claim()) || derivedWithIt) {
                names.add(field.name());
            }
        }
        return names;
    }

    private static List<String> alsoNeeding(
            Sample sample, String claim, Map<String, String> publisher) {
        return readers(sample, claim).stream().filter(publisher::containsKey).toList();
    }

    /** The least publisher with one more field, and with the called workflow that the job runs. */
    private static Map<String, String> leastAndCalled(Sample sample, @Nullable FieldRule field) {
        Map<String, String> publisher = field == null ? sample.least() : sample.leastWith(field);
        for (FieldRule called : sample.compared()) {
            if (called.emptyMeansEqual() != null) {
                publisher =
                        Publishers.with(
                                publisher,
                                called.name(),
                                String.valueOf(sample.publisher().get(called.name())));
            }
        }
        return publisher;
    }
}
