package dev.imprimatur.identity;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The identity providers of people: a closed set, fixed at start. */
final class PeopleIssuers {

    private final Map<String, PeopleIssuer> byIssuer = new LinkedHashMap<>();

    PeopleIssuers(Collection<PeopleIssuer> issuers) {
        issuers.forEach(issuer -> byIssuer.put(issuer.keys().issuer(), issuer));
    }

    /** Intent: exact equality of strings and nothing less. */
    Optional<PeopleIssuer> ofIssuer(String issuer) {
        return Optional.ofNullable(byIssuer.get(issuer));
    }

    Collection<PeopleIssuer> all() {
        return byIssuer.values();
    }
}
