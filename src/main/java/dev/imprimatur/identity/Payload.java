package dev.imprimatur.identity;

import dev.imprimatur.provider.Advice;
import dev.imprimatur.provider.Claims;
import dev.imprimatur.provider.ProviderDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a token says, held against what its provider's tokens must say: in one place, whether it is
 * exchanged or only explained, so that the two never differ.
 */
final class Payload {

    private static final int LONGEST_JTI = 1024;

    private final ProviderDefinition provider;
    private final JsonNode json;
    private final Claims.Sorted sorted;

    Payload(ProviderDefinition provider, JsonNode json) {
        this.provider = provider;
        this.json = json;
        this.sorted = provider.sort(json);
    }

    TokenTimes.Reading times(Instant now) {
        return TokenTimes.read(json, now, provider.maxLifetime());
    }

    /**
     * All for which it does not count at these times and for one of these audiences; the first
     * decides.
     */
    List<Finding> findings(Set<String> audiences, TokenTimes.Reading times) {
        List<Finding> findings = new ArrayList<>();
        audienceFinding(audiences).ifPresent(findings::add);
        if (needsJti() && jti().isEmpty()) {
            findings.add(new Finding(Advice.UNFIT, "jti", "its jti is missing, blank or too long"));
        }
        if (times instanceof TokenTimes.Failure(String claim, String reason)) {
            findings.add(new Finding(Advice.TIMES, claim, reason));
        }
        findings.addAll(claimFindings());
        return findings;
    }

    /**
     * The same for claims that nobody signed: what only tokens have need not be there, and an hour
     * that has passed says nothing of them.
     */
    List<Finding> findingsUnsigned(Set<String> audiences) {
        List<Finding> findings = new ArrayList<>();
        if (json.has("aud")) {
            audienceFinding(audiences).ifPresent(findings::add);
        }
        findings.addAll(claimFindings());
        return findings;
    }

    ProviderDefinition provider() {
        return provider;
    }

    Claims claims() {
        return sorted.claims();
    }

    Optional<String> audience() {
        return Optional.ofNullable(json.path("aud").stringValue(null));
    }

    /** The id of the token; empty where it has none that could be one. */
    Optional<String> jti() {
        return Optional.of(json.path("jti").stringValue(""))
                .filter(jti -> !jti.isBlank() && jti.length() <= LONGEST_JTI);
    }

    boolean needsJti() {
        return provider.replay() == ProviderDefinition.Replay.JTI;
    }

    private Optional<Finding> audienceFinding(Set<String> audiences) {
        Set<String> accepted =
                provider.audience() == null ? audiences : Set.of(provider.audience());
        if (audience().filter(accepted::contains).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        Advice.OTHER_AUDIENCE,
                        "aud",
                        "its aud must be one string, " + wanted(accepted)));
    }

    /** No secret: the audience endpoint tells everybody. */
    private static String wanted(Set<String> accepted) {
        return accepted.size() == 1
                ? accepted.iterator().next()
                : "the audience of an index here, which /_/oidc/{index}/audience names";
    }

    private List<Finding> claimFindings() {
        return sorted.unfit().stream()
                .map(
                        unfit ->
                                new Finding(
                                        Advice.UNFIT,
                                        unfit.claim(),
                                        "its %s %s".formatted(unfit.claim(), unfit.reason())))
                .toList();
    }
}
