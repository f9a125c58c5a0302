package dev.imprimatur.publisher;

import dev.imprimatur.identity.Identity;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.provider.Mismatch;
import dev.imprimatur.provider.ProviderDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Says which publishers of an index a proven identity matches, or what the nearest one lacks.
 *
 * <p>One look-up by the names in the identity token, then everything in memory.
 */
@Component
public class PublisherMatching {

    private final PublisherLookup lookup;
    private final Clock clock;

    PublisherMatching(PublisherLookup lookup, Clock clock) {
        this.lookup = lookup;
        this.clock = clock;
    }

    /** Finds all publishers of the index that the identity matches. */
    public Trust match(PackageIndex index, Identity identity) {
        return match(index, identity, candidates(index, identity));
    }

    /** The same among the publishers that cover one project. */
    public Trust match(PackageIndex index, Identity identity, ProjectName project) {
        List<Candidate> covering =
                candidates(index, identity).stream()
                        .filter(candidate -> candidate.reach().covers(project))
                        .toList();
        return covering.isEmpty()
                ? NearMiss.unknown(identity.provider())
                : match(index, identity, covering);
    }

    private List<Candidate> candidates(PackageIndex index, Identity identity) {
        ProviderDefinition provider = identity.provider();
        return provider.lookupKey(identity.claims())
                .map(key -> lookup.byKey(index.id(), provider.id(), key))
                .orElse(List.of());
    }

    private Trust match(PackageIndex index, Identity identity, List<Candidate> candidates) {
        ProviderDefinition provider = identity.provider();
        Map<String, String> pins = provider.pinsOf(identity.claims());
        Instant now = clock.instant();
        List<TrustedPublisher> matches = new ArrayList<>();
        Optional<NearMiss> nearest = Optional.empty();
        for (Candidate candidate : candidates) {
            Candidate.Standing standing = candidate.standing(now);
            Candidate.Pinning pinning = candidate.pinning(pins, now);
            List<Mismatch> mismatches = provider.compare(candidate.fields(), identity.claims());
            boolean open = standing == Candidate.Standing.OPEN && candidate.enabled();
            if (open && pinning.isUsable() && mismatches.isEmpty()) {
                matches.add(
                        new TrustedPublisher(
                                candidate.id(),
                                candidate.grantId(),
                                candidate.reach(),
                                pinning == Candidate.Pinning.HOLDS));
            } else if (matches.isEmpty()) {
                NearMiss miss = new NearMiss(candidate, standing, pinning, pins, mismatches);
                nearest = Optional.of(nearest.filter(miss::isNoNearer).orElse(miss));
            }
        }
        return matches.isEmpty()
                ? nearest.map(miss -> miss.explain(provider))
                        .map(miss -> candidates.size() < PublisherLookup.MOST ? miss : many(miss))
                        .orElseGet(() -> unknown(index, provider, pins))
                : new Trust.Trusted(List.copyOf(matches));
    }

    /** Otherwise nobody would understand why a new publisher does nothing. */
    private static Trust many(Trust trust) {
        return trust instanceof Trust.Untrusted miss
                ? new Trust.Untrusted(
                        "%s. Only the oldest %d publishers with these names are looked at"
                                .formatted(miss.reason(), PublisherLookup.MOST),
                        miss.field(),
                        miss.projects(),
                        miss.facts())
                : trust;
    }

    /** No publisher has these names; perhaps one has these ids, under the names of before. */
    private Trust unknown(
            PackageIndex index, ProviderDefinition provider, Map<String, String> pins) {
        boolean complete = !pins.isEmpty() && pins.size() == provider.pins().size();
        Optional<Candidate> renamed =
                complete
                        ? lookup.byPins(index.id(), provider.id(), pins).stream().findFirst()
                        : Optional.empty();
        return renamed.map(candidate -> NearMiss.renamed(candidate, provider))
                .orElseGet(() -> NearMiss.unknown(provider));
    }
}
