package dev.imprimatur.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Says whether an access token of a person is real (RFC 9068): the one way from a stranger's text
 * to a {@link Person}. It has the same strict form, the same keys and the same leeway as an
 * identity token of a CI job, and neither is ever taken for the other: no issuer signs both.
 */
public final class AccessTokens {

    /** What the header may say that it is; nothing at all is usual, too. */
    private static final Set<String> TYPES = Set.of("", "jwt", "at+jwt", "application/at+jwt");

    private static final Unproven UNPROVEN = new Unproven();

    private final PeopleIssuers issuers;
    private final Keyring keyring;
    private final Clock clock;

    AccessTokens(PeopleIssuers issuers, Keyring keyring, Clock clock) {
        this.issuers = issuers;
        this.keyring = keyring;
        this.clock = clock;
    }

    /** What looking at an access token comes to. */
    public sealed interface Check {}

    /**
     * It is one.
     *
     * @param expiresAt its {@code exp}
     */
    public record Known(Person person, Instant expiresAt) implements Check {}

    /** Nobody whom we trust is known to have signed it: nothing is said of it. */
    public record Unproven() implements Check {}

    /** A known issuer's, but not one that counts. */
    public record Refused(String reason) implements Check {}

    /** Its issuer's keys cannot be had now; the same token may be good later. */
    public record IssuerUnavailable(Duration retryAfter) implements Check {}

    /** Verifies an access token in compact form. */
    public Check verify(String text) {
        Optional<UnverifiedToken> token = UnverifiedToken.parse(text);
        Optional<PeopleIssuer> issuer = token.flatMap(it -> issuers.ofIssuer(it.issuer()));
        return issuer.isPresent() ? verify(token.orElseThrow(), issuer.get()) : UNPROVEN;
    }

    private Check verify(UnverifiedToken token, PeopleIssuer issuer) {
        if (!TYPES.contains(token.type().toLowerCase(Locale.ROOT))) {
            return UNPROVEN;
        }
        return switch (keyring.prove(token, issuer.keys())) {
            case Proof.None _ -> UNPROVEN;
            case Proof.Unavailable(Duration retryAfter) -> new IssuerUnavailable(retryAfter);
            case Proof.Signed(JsonNode payload) -> read(payload, issuer);
        };
    }

    private Check read(JsonNode payload, PeopleIssuer issuer) {
        if (!isFor(issuer, payload.path("aud"))) {
            return refused("its aud does not name this service");
        }
        // Keycloak says it in the payload: ID, Refresh and Logout are not for us.
        String kind = payload.path("typ").stringValue("Bearer");
        if (!kind.equalsIgnoreCase("Bearer")) {
            return refused("it is another kind of token");
        }
        // Bound to a key that would have to be shown (RFC 7800): alone it proves nothing.
        if (payload.has("cnf")) {
            return refused("it is bound to a key, and only bearer tokens are accepted");
        }
        return switch (TokenTimes.read(payload, clock.instant(), issuer.maxLifetime())) {
            case TokenTimes.Failure(_, String reason) -> refused(reason);
            case TokenTimes.Holding(TokenTimes times) ->
                    new PersonReader(issuer, payload)
                            .read()
                            .<Check>map(person -> new Known(person, times.expiresAt()))
                            .orElseGet(() -> refused("its sub is missing, blank or too long"));
        };
    }

    /** One audience or several: an access token may be good for other services, too. */
    private static boolean isFor(PeopleIssuer issuer, JsonNode audience) {
        return audience.isArray()
                ? audience.values().stream().anyMatch(each -> isOne(issuer, each))
                : isOne(issuer, audience);
    }

    private static boolean isOne(PeopleIssuer issuer, JsonNode audience) {
        return audience.isString() && issuer.audiences().contains(audience.stringValue());
    }

    private static Refused refused(String reason) {
        return new Refused("The access token is not valid: " + reason);
    }
}
