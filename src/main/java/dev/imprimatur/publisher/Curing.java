package dev.imprimatur.publisher;

import dev.imprimatur.provider.Advice;
import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.KnownClaims;
import dev.imprimatur.provider.Match;
import dev.imprimatur.provider.ProviderDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the edits of a publisher that would let a job in.
 *
 * <p>Intent: nobody is led to trust somebody else by one click. Where a job ran for another tenant,
 * in another repository, with other ids, or in a way in which outsiders cause runs, nothing is
 * proposed at all, whatever else differs. Limit: who may push to the repository may cause any other
 * proposal, and whoever saves it says that they meant it.
 */
final class Curing {

    /** By which providers call it whose definitions have one. */
    private static final String ENVIRONMENT = "environment";

    private static final Set<Advice> OF_OUTSIDERS =
            Set.of(Advice.ELSEWHERE, Advice.REFUSED, Advice.REFUSED_UNLESS_LISTED);

    private final KnownClaims job;
    private final RegisteredPublisher held;
    private final KnownClaims.Comparison now;
    private final boolean isOurs;

    Curing(KnownClaims job, RegisteredPublisher held, Candidate.Pinning pinning) {
        this.job = job;
        this.held = held;
        this.now = job.compare(held.fields());
        this.isOurs =
                held.projects() == null
                        && held.enabled()
                        && pinning.isUsable()
                        && isSameWorkload(job.provider());
    }

    /** The same ids make it the same repository, whatever it is called now. */
    private boolean isSameWorkload(ProviderDefinition provider) {
        boolean bound = held.pins() != null && !held.pins().isEmpty();
        boolean rulesAreTold =
                now.untold().stream().allMatch(name -> provider.field(name).isPresent());
        return rulesAreTold
                && now.mismatches().stream()
                        .noneMatch(
                                miss ->
                                        OF_OUTSIDERS.contains(miss.advice())
                                                || isTenancy(miss.field())
                                                || !bound
                                                        && provider.lookup()
                                                                .contains(miss.field()));
    }

    private boolean isTenancy(String name) {
        return job.provider().field(name).map(FieldRule::tenancy).orElse(false);
    }

    /** The edit of this field; empty where nothing is to be proposed. */
    Optional<Cure> of(FieldRule field, @Nullable String seen) {
        if (!isOurs || seen == null || field.tenancy()) {
            return Optional.empty();
        }
        String expected = held.fields().getOrDefault(field.name(), "");
        boolean holdsUp =
                now.mismatches().stream().anyMatch(miss -> miss.field().equals(field.name()));
        boolean mayConstrain =
                now.isMatch() && expected.isEmpty() && field.name().equals(ENVIRONMENT);
        if (!holdsUp && !mayConstrain) {
            return Optional.empty();
        }
        Cure.Kind kind = holdsUp ? kind(field, expected) : Cure.Kind.CONSTRAIN;
        return field.fitting(expected, seen)
                .filter(
                        value ->
                                leavesOnly(
                                        field, value, now.mismatches().size() - (holdsUp ? 1 : 0)))
                .map(value -> new Cure(held.id(), field.name(), value, kind));
    }

    private static Cure.Kind kind(FieldRule field, String expected) {
        if (expected.isEmpty()) {
            return Cure.Kind.ALLOW;
        }
        return field.match() == Match.ONE_OF ? Cure.Kind.ADD : Cure.Kind.CHANGE;
    }

    /** Held against the job again: a proposal that does not do what it says is none. */
    private boolean leavesOnly(FieldRule field, String value, int mismatches) {
        Map<String, String> edited = new TreeMap<>(held.fields());
        edited.put(field.name(), value);
        KnownClaims.Comparison then = job.compare(edited);
        return job.provider().validate(edited).stream()
                        .noneMatch(error -> error.field().equals(field.name()))
                && !then.untold().contains(field.name())
                && then.mismatches().size() == mismatches
                && then.mismatches().stream().noneMatch(miss -> miss.field().equals(field.name()));
    }
}
