package dev.imprimatur.publisher;

import dev.imprimatur.provider.Advice;
import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.Mismatch;
import dev.imprimatur.provider.ProviderDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A publisher that an identity came near to, and why it is none of its own.
 *
 * <p>Intent: the maintainer's colleague reads in the CI log which field to mend. Limit: what a
 * publisher expects is told only to an identity that has the names and the ids of that publisher;
 * whoever took over a name is told that and nothing else.
 *
 * @param pins the ids of the identity
 */
record NearMiss(
        Candidate candidate,
        Candidate.Standing standing,
        Candidate.Pinning pinning,
        Map<String, String> pins,
        List<Mismatch> mismatches) {

    /** Farther than any number of fields that a maintainer can mend. */
    private static final int GONE = 50;

    /** Whether another one is at least as good an explanation as this one. */
    boolean isNoNearer(NearMiss other) {
        return other.distance() <= distance();
    }

    int distance() {
        return switch (pinning) {
            case HOLDS, FIRST_USE -> mismatches.size() + (isOpen() ? 0 : GONE);
            case TOO_LATE -> 100 + mismatches.size();
            case OTHER_OWNER -> 1000;
        };
    }

    /** What is to blame, the first that a person should mend. */
    Mismatch first(ProviderDefinition provider) {
        return switch (pinning) {
            case OTHER_OWNER -> pins(Advice.OTHER_OWNER, provider);
            case TOO_LATE -> pins(Advice.TOO_LATE, provider);
            case HOLDS, FIRST_USE ->
                    candidate.enabled()
                            ? mismatches.getFirst()
                            : new Mismatch(
                                    Advice.SWITCHED_OFF,
                                    "enabled",
                                    "enabled",
                                    null,
                                    null,
                                    Map.of());
        };
    }

    Trust explain(ProviderDefinition provider) {
        List<String> projects = List.of(candidate.reach().normalized());
        if (pinning.isUsable() && mismatches.isEmpty() && candidate.enabled()) {
            return gone(projects);
        }
        Mismatch first = first(provider);
        String said = "%s. %s".formatted(first.message(), first.cure());
        return switch (pinning) {
            case OTHER_OWNER ->
                    // Ids are no secret, but whose they are is for the maintainers to see.
                    new Trust.Untrusted(said, first.field(), projects, mismatch());
            case TOO_LATE, HOLDS, FIRST_USE ->
                    new Trust.Untrusted(
                            "The nearest publisher, of project %s, does not match: %s"
                                    .formatted(Advice.quoted(candidate.reach().display()), said),
                            first.field(),
                            projects,
                            marks(candidate));
        };
    }

    private Map<String, ?> mismatch() {
        Map<String, Object> facts = new LinkedHashMap<>(marks(candidate));
        facts.put("pin_mismatch", true);
        facts.put("pins_expected", Objects.requireNonNullElse(candidate.pins(), Map.of()));
        facts.put("pins_seen", pins);
        return facts;
    }

    private static Map<String, ?> marks(Candidate candidate) {
        return Reach.marks(Stream.of(candidate.reach()));
    }

    private boolean isOpen() {
        return standing == Candidate.Standing.OPEN && candidate.enabled();
    }

    /** Everything matches, but the project is blocked, or a pending one that is no more. */
    private Trust gone(List<String> projects) {
        String name = Advice.quoted(candidate.reach().display());
        if (standing == Candidate.Standing.BLOCKED) {
            return new Trust.Blocked(
                    "Uploads of project %s are blocked at the moment: %s"
                            .formatted(name, candidate.blockedReason()),
                    projects);
        }
        return standing == Candidate.Standing.LOST
                ? new Trust.NameLost(
                        "The name %s went to somebody else while the project waited for its first upload. Choose another name, or ask the owners of the project to add the publisher"
                                .formatted(name),
                        projects,
                        marks(candidate))
                : new Trust.Untrusted(
                        "The pending project %s had no upload in its time and has expired. A maintainer adds the publisher again, which begins the time anew"
                                .formatted(name),
                        "pending_until",
                        projects,
                        marks(candidate));
    }

    static Trust.Untrusted renamed(Candidate candidate, ProviderDefinition provider) {
        Map<String, String> facts = Map.of("labels", labels(provider));
        return new Trust.Untrusted(
                "The nearest publisher, of project %s, does not match: %s. %s"
                        .formatted(
                                Advice.quoted(candidate.reach().display()),
                                Advice.RENAMED.message(facts),
                                Advice.RENAMED.cure(facts)),
                provider.lookup().getFirst(),
                List.of(candidate.reach().normalized()),
                marks(candidate));
    }

    static Trust.Untrusted unknown(ProviderDefinition provider) {
        Map<String, String> facts =
                Map.of("provider", provider.label(), "labels", labels(provider));
        return new Trust.Untrusted(
                "%s. %s"
                        .formatted(
                                Advice.NO_PUBLISHER.message(facts),
                                Advice.NO_PUBLISHER.cure(facts)),
                "",
                List.of(),
                Map.of());
    }

    /** The fields by which publishers are found, as people read them. */
    static String labels(ProviderDefinition provider) {
        return provider.lookup().stream()
                .flatMap(name -> provider.field(name).stream())
                .map(FieldRule::label)
                .collect(Collectors.joining(", "));
    }

    private static Mismatch pins(Advice advice, ProviderDefinition provider) {
        String pins = String.join(", ", provider.pins());
        return new Mismatch(advice, pins, pins, null, null, Map.of());
    }
}
