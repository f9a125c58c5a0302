package dev.imprimatur.publisher;

import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.Mismatch;
import dev.imprimatur.provider.ProviderDefinition;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A publisher that an identity came near to, and why it is none of its own.
 *
 * <p>Intent: the maintainer's colleague reads in the CI log which field to mend. Limit: what a
 * publisher expects is told only to an identity that has the names and the ids of that publisher;
 * whoever took over a name is told that and nothing else.
 */
record NearMiss(Candidate candidate, Candidate.Pinning pinning, List<Mismatch> mismatches) {

    private static final int LONGEST_VALUE = 200;

    /** Whether another one is at least as good an explanation as this one. */
    boolean isNoNearer(NearMiss other) {
        return other.distance() <= distance();
    }

    private int distance() {
        return switch (pinning) {
            case HOLDS, FIRST_USE -> mismatches.size() + (candidate.enabled() ? 0 : 50);
            case TOO_LATE -> 100 + mismatches.size();
            case OTHER_OWNER -> 1000;
        };
    }

    Trust.Untrusted explain() {
        List<String> projects = List.of(candidate.project().normalized());
        String name = candidate.project().display();
        return switch (pinning) {
            case OTHER_OWNER ->
                    new Trust.Untrusted(
                            "This name now belongs to another account or repository than the one that was trusted. If that is as it should be, a maintainer removes the publisher and adds it again",
                            candidate.pins() == null
                                    ? ""
                                    : String.join(", ", candidate.pins().keySet()),
                            projects);
            case TOO_LATE ->
                    new Trust.Untrusted(
                            "The publisher of project %s was not used in time to be bound to this repository. A maintainer removes it and adds it again, then the job is run within 7 days"
                                    .formatted(quoted(name)),
                            "pins",
                            projects);
            case HOLDS, FIRST_USE -> {
                if (!candidate.enabled()) {
                    yield new Trust.Untrusted(
                            "The publisher of project %s is switched off. A maintainer switches it on again"
                                    .formatted(quoted(name)),
                            "enabled",
                            projects);
                }
                Mismatch first = mismatches.getFirst();
                yield new Trust.Untrusted(sentence(name, first), first.field(), projects);
            }
        };
    }

    static Trust.Untrusted renamed(Candidate candidate, ProviderDefinition provider) {
        return new Trust.Untrusted(
                "This repository was renamed or moved since the publisher of project %s was registered. A maintainer registers a publisher with the new names (%s)"
                        .formatted(quoted(candidate.project().display()), labels(provider)),
                provider.lookup().getFirst(),
                List.of(candidate.project().normalized()));
    }

    /** The fields by which publishers are found, as people read them. */
    static String labels(ProviderDefinition provider) {
        return provider.lookup().stream()
                .flatMap(name -> provider.field(name).stream())
                .map(FieldRule::label)
                .collect(Collectors.joining(", "));
    }

    private static String sentence(String project, Mismatch mismatch) {
        String expected =
                mismatch.expected() == null
                        ? ""
                        : ", it expects %s".formatted(quoted(mismatch.expected()));
        String seen =
                mismatch.seen() == null
                        ? "; the identity token has none"
                        : "; the identity token says %s".formatted(quoted(mismatch.seen()));
        return "The nearest publisher, of project %s, does not match: %s (%s)%s%s"
                .formatted(quoted(project), mismatch.reason(), mismatch.field(), expected, seen);
    }

    private static String quoted(String value) {
        String shown =
                value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "..." : value;
        return '"' + shown.replace("\"", "'") + '"';
    }
}
