package dev.imprimatur.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Says whether an ID token is real, and for us (OpenID Connect Core 1.0, section 3.1.3.7), with the
 * keys, the strict form and the leeway that access tokens have. Neither is ever taken for the
 * other: an access token is for an audience, an ID token for a client.
 *
 * <p>Limit: that its nonce is that of this browser's sign-in is the caller's to check.
 */
final class IdTokens {

    private static final Set<String> TYPES = Set.of("", "jwt");

    private final Keyring keyring;
    private final Clock clock;

    IdTokens(Keyring keyring, Clock clock) {
        this.keyring = keyring;
        this.clock = clock;
    }

    LoginProviders.Answer verify(String text, PeopleIssuer issuer) {
        Optional<UnverifiedToken> token =
                UnverifiedToken.parse(text)
                        .filter(it -> it.issuer().equals(issuer.keys().issuer()))
                        .filter(it -> TYPES.contains(it.type().toLowerCase(Locale.ROOT)));
        if (token.isEmpty()) {
            return refused("it is none of this issuer's");
        }
        return switch (keyring.prove(token.get(), issuer.keys())) {
            case Proof.None _ -> refused("its signature does not hold");
            case Proof.Unavailable(Duration _) ->
                    new LoginProviders.Unanswered("the keys cannot be had");
            case Proof.Signed(JsonNode payload) -> read(payload, issuer);
        };
    }

    private LoginProviders.Answer read(JsonNode payload, PeopleIssuer issuer) {
        String client = Objects.requireNonNull(issuer.login()).clientId();
        if (!isFor(client, payload)) {
            return refused("its aud or azp is not this client");
        }
        // Keycloak says it in the payload: Bearer, Refresh and Logout are not for us.
        if (!payload.path("typ").stringValue("ID").equalsIgnoreCase("ID")) {
            return refused("it is another kind of token");
        }
        return switch (TokenTimes.read(payload, clock.instant(), issuer.maxLifetime())) {
            case TokenTimes.Failure(_, String reason) -> refused(reason);
            case TokenTimes.Holding(TokenTimes times) ->
                    new PersonReader(issuer, payload)
                            .read()
                            .<LoginProviders.Answer>map(
                                    person ->
                                            new LoginProviders.SignedIn(
                                                    person,
                                                    payload.path("nonce").stringValue(""),
                                                    times.issuedAt(),
                                                    times.expiresAt()))
                            .orElseGet(() -> refused("its sub is missing, blank or too long"));
        };
    }

    /** One audience alone, or with an azp that says that it was made for us. */
    private static boolean isFor(String client, JsonNode payload) {
        JsonNode audience = payload.path("aud");
        JsonNode authorized = payload.path("azp");
        boolean ours = isClient(client, audience);
        boolean only = ours;
        if (audience.isArray()) {
            ours = audience.values().stream().anyMatch(each -> isClient(client, each));
            only = ours && audience.size() == 1;
        }
        return ours && (authorized.isMissingNode() ? only : isClient(client, authorized));
    }

    private static boolean isClient(String client, JsonNode text) {
        return text.isString() && text.stringValue().equals(client);
    }

    private static LoginProviders.Answer refused(String reason) {
        return new LoginProviders.Refused("the ID token is not valid: " + reason);
    }
}
