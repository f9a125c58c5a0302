package dev.imprimatur.publisher;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.imprimatur.project.ProjectName;
import dev.imprimatur.provider.Advice;
import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.KnownClaims;
import dev.imprimatur.provider.Mismatch;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.publisher.Explanation.PublisherExplanation;
import dev.imprimatur.publisher.Explanation.Row;
import dev.imprimatur.publisher.Explanation.Sentence;
import dev.imprimatur.publisher.Explanation.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds one job against the publishers that cover a project, row by row. What it decides by is what
 * an exchange decides by: {@link ProviderDefinition#compare} and {@link Candidate#pinning}.
 */
final class PublisherComparison {

    private static final int ANOTHER_PROVIDER = 100_000;

    private final ProviderDefinition provider;
    private final KnownClaims known;
    private final ProjectName project;
    private final Instant now;

    PublisherComparison(KnownClaims known, ProjectName project, Instant now) {
        this.provider = known.provider();
        this.known = known;
        this.project = project;
        this.now = now;
    }

    /** An explanation, and how far the publisher is from a match. */
    record Compared(PublisherExplanation explanation, int distance) {}

    Compared compare(RegisteredPublisher held) {
        if (!held.provider().equals(provider.id())) {
            return ofOther(held, provider.id(), now);
        }
        // Whoever asks sees the project, so it has neither expired nor lost its name.
        Candidate candidate =
                new Candidate(
                        held.id(),
                        held.id(),
                        held.enabled(),
                        new Reach.One(project),
                        null,
                        null,
                        false,
                        held.fields(),
                        held.pins(),
                        held.pinDeadline());
        Map<String, String> pins = known.pins(held.pins());
        Candidate.Pinning pinning = candidate.pinning(pins, now);
        KnownClaims.Comparison comparison = known.compare(held.fields());
        List<Mismatch> mismatches = comparison.mismatches();
        NearMiss miss = new NearMiss(candidate, Candidate.Standing.OPEN, pinning, pins, mismatches);
        Optional<Sentence> pinned = ofPins(pinning, mismatches, held);
        List<Row> pinRows = pins(held);
        boolean match =
                held.enabled()
                        && comparison.isMatch()
                        && pinning.isUsable()
                        && pinRows.stream().noneMatch(row -> row.verdict() == Verdict.NOT_RECORDED);
        return new Compared(
                new PublisherExplanation(
                        held.id(),
                        held.projects(),
                        held.provider(),
                        match,
                        held.pinState(now),
                        held.pinDeadline(),
                        rows(held, comparison, new Curing(known, held, pinning)),
                        pinRows,
                        pinned.orElse(null)),
                match ? -1 : miss.distance());
    }

    /** A publisher of which the job can say nothing. */
    static Compared ofOther(RegisteredPublisher held, String seen, Instant now) {
        Map<String, String> facts =
                Map.of("expected", Advice.quoted(held.provider()), "seen", Advice.quoted(seen));
        Advice advice = held.provider().equals(seen) ? Advice.PROVIDER_OFF : Advice.OTHER_PROVIDER;
        return new Compared(
                new PublisherExplanation(
                        held.id(),
                        held.projects(),
                        held.provider(),
                        false,
                        held.pinState(now),
                        held.pinDeadline(),
                        List.of(),
                        List.of(),
                        sentence(advice, facts)),
                ANOTHER_PROVIDER);
    }

    /** In the order of the definition, then what it does not list: lost fields, refused claims. */
    private List<Row> rows(
            RegisteredPublisher held, KnownClaims.Comparison comparison, Curing curing) {
        List<Mismatch> mismatches = comparison.mismatches();
        Set<String> untold = new LinkedHashSet<>(comparison.untold());
        Map<String, Mismatch> open =
                mismatches.stream().collect(toMap(Mismatch::field, identity(), (a, b) -> a));
        List<Row> rows = new ArrayList<>();
        for (FieldRule field : provider.fields()) {
            String expected = held.fields().get(field.name());
            String seen = field.claim() == null ? null : known.claims().value(field.claim());
            Mismatch mismatch = open.remove(field.name());
            boolean isUntold = untold.remove(field.name());
            rows.add(
                    new Row(
                            field.name(),
                            field.label(),
                            expected,
                            seen,
                            isUntold ? Verdict.NOT_RECORDED : verdict(mismatch, expected),
                            mismatch == null ? null : sentence(mismatch),
                            curing.of(field, seen).orElse(null)));
        }
        for (Mismatch mismatch : mismatches) {
            if (open.containsKey(mismatch.field())) {
                rows.add(
                        new Row(
                                mismatch.field(),
                                mismatch.label(),
                                mismatch.expected(),
                                mismatch.seen(),
                                verdict(mismatch, mismatch.expected()),
                                sentence(mismatch),
                                null));
            }
        }
        for (String claim : untold) {
            rows.add(new Row(claim, claim, null, null, Verdict.NOT_RECORDED, null, null));
        }
        return rows;
    }

    private static Verdict verdict(@Nullable Mismatch mismatch, @Nullable String expected) {
        if (mismatch != null) {
            return mismatch.seen() == null ? Verdict.MISSING : Verdict.MISMATCH;
        }
        return expected == null || expected.isEmpty() ? Verdict.NOT_SET : Verdict.MATCH;
    }

    private List<Row> pins(RegisteredPublisher held) {
        Map<String, String> bound = held.pins() == null ? Map.of() : held.pins();
        Map<String, String> shown = provider.pinsOf(known.claims());
        TreeSet<String> names = new TreeSet<>(provider.pins());
        names.addAll(bound.keySet());
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            String expected = bound.get(name);
            String seen = shown.get(name);
            Verdict verdict = held.pins() == null ? Verdict.NOT_SET : pin(name, expected, seen);
            rows.add(new Row(name, name, expected, seen, verdict, null, null));
        }
        return rows;
    }

    private Verdict pin(String name, @Nullable String expected, @Nullable String seen) {
        if (seen == null) {
            return known.isUnknown(name) ? Verdict.NOT_RECORDED : Verdict.MISSING;
        }
        return seen.equals(expected) ? Verdict.MATCH : Verdict.MISMATCH;
    }

    /**
     * The ids say more than the names: whether it is the same repository, and what became of it.
     */
    private Optional<Sentence> ofPins(
            Candidate.Pinning pinning, List<Mismatch> mismatches, RegisteredPublisher held) {
        boolean otherNames =
                mismatches.stream().anyMatch(miss -> provider.lookup().contains(miss.field()));
        Map<String, String> facts = Map.of("labels", NearMiss.labels(provider));
        if (!held.enabled()) {
            return Optional.of(sentence(Advice.SWITCHED_OFF, facts));
        }
        return switch (pinning) {
            case OTHER_OWNER ->
                    // Claims that somebody typed in may lack the ids: the rows say so.
                    known.pins(held.pins()).size() < provider.pins().size()
                            ? Optional.empty()
                            : Optional.of(
                                    sentence(
                                            otherNames ? Advice.OTHER_IDS : Advice.OTHER_OWNER,
                                            facts));
            case TOO_LATE -> Optional.of(sentence(Advice.TOO_LATE, facts));
            case HOLDS ->
                    otherNames && held.pins() != null
                            ? Optional.of(sentence(Advice.RENAMED, facts))
                            : Optional.empty();
            case FIRST_USE -> Optional.empty();
        };
    }

    private static Sentence sentence(Mismatch mismatch) {
        return new Sentence(mismatch.advice(), mismatch.message(), mismatch.cure());
    }

    private static Sentence sentence(Advice advice, Map<String, String> facts) {
        return new Sentence(advice, advice.message(facts), advice.cure(facts));
    }
}
