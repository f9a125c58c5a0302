package dev.imprimatur.provider;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an identity, and which of them nobody knows any more. Intent: what was not recorded
 * must not look like what the identity did not have; nothing is decided by it but what people read.
 *
 * @param provider whose identity it is
 * @param claims those that are known
 * @param unknown the claims and derived claims that it may have had, or not
 */
public record KnownClaims(ProviderDefinition provider, Claims claims, Set<String> unknown) {

    /** Those of an identity that is here, of which nothing is unknown. */
    public static KnownClaims all(ProviderDefinition provider, Claims claims) {
        return new KnownClaims(provider, claims, Set.of());
    }

    /**
     * Those that were kept of an identity that was accepted once. A claim without which none is was
     * there, even if the definition that recorded it did not keep it.
     *
     * @param kept as {@link ProviderDefinition#record} made it, with the definition of that time
     */
    public static KnownClaims recorded(ProviderDefinition provider, Map<String, String> kept) {
        Map<String, String> values = new TreeMap<>(kept);
        Set<String> unknown = new HashSet<>();
        for (ClaimRule rule : provider.claims()) {
            if (!values.containsKey(rule.name()) && (!rule.recorded() || rule.required())) {
                unknown.add(rule.name());
            }
        }
        Claims claims = Claims.recorded(values).with(provider.derived(), provider.constants());
        for (DerivedClaim part : provider.derived()) {
            if (claims.value(part.name()) == null && parts(part).anyMatch(unknown::contains)) {
                unknown.add(part.name());
            }
        }
        return new KnownClaims(provider, claims, Set.copyOf(unknown));
    }

    private static Stream<String> parts(DerivedClaim part) {
        return Stream.concat(
                Stream.of(part.from()),
                Stream.concat(
                        part.prefix().names().stream(),
                        part.suffixes().stream().flatMap(suffix -> suffix.names().stream())));
    }

    /**
     * What holding a publisher against them comes to.
     *
     * @param mismatches what the identity lacks, as far as is known
     * @param untold the fields, and the claims of rules of refusal, of which it cannot be said
     */
    public record Comparison(List<Mismatch> mismatches, Set<String> untold) {

        /** Whether it is known to match. */
        public boolean isMatch() {
            return mismatches.isEmpty() && untold.isEmpty();
        }
    }

    /** What {@link ProviderDefinition#compare} says, but for what cannot be said. */
    public Comparison compare(Map<String, String> publisher) {
        Set<String> untold = new LinkedHashSet<>();
        for (FieldRule field : provider.fields()) {
            if (isUntold(field, publisher.get(field.name()))) {
                untold.add(field.name());
            }
        }
        for (RefusalRule rule : provider.refused()) {
            if (isUnknown(rule.claim()) || isUnknown(rule.differsFrom())) {
                untold.add(rule.claim());
            }
        }
        return new Comparison(
                provider.compare(publisher, claims).stream()
                        .filter(mismatch -> !untold.contains(mismatch.field()))
                        .toList(),
                untold);
    }

    private boolean isUntold(FieldRule field, @Nullable String expected) {
        return expected == null || expected.isEmpty()
                ? field.emptyMeansEqual() != null
                        && (isUnknown(field.claim()) || isUnknown(field.emptyMeansEqual()))
                : field.match() != Match.NONE && isUnknown(field.claim());
    }

    /**
     * The values of the pins.
     *
     * @param bound what is taken for those that are unknown
     */
    public Map<String, String> pins(@Nullable Map<String, String> bound) {
        Map<String, String> pins = new TreeMap<>(provider.pinsOf(claims));
        if (bound != null) {
            bound.forEach(
                    (pin, value) -> {
                        if (isUnknown(pin)) {
                            pins.put(pin, value);
                        }
                    });
        }
        return pins;
    }

    /** Whether the identity may have had this claim, or not. */
    public boolean isUnknown(@Nullable String claim) {
        return claim != null && unknown.contains(claim);
    }
}
