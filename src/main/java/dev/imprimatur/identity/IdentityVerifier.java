package dev.imprimatur.identity;

import dev.imprimatur.identity.Verification.Invalid;
import dev.imprimatur.identity.Verification.IssuerUnavailable;
import dev.imprimatur.identity.Verification.Malformed;
import dev.imprimatur.identity.Verification.Proven;
import dev.imprimatur.provider.Claims;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Says whether an identity token is real: the one way from a stranger's text to an {@link
 * Identity}.
 *
 * <p>Cheap before dear: form, issuer, header, key, signature, and only then what the token says.
 * The signature comes before times and audience although it costs more than they do, because
 * nothing may be said of a token that nobody is known to have signed, and 30 µs are no reason for a
 * second order. No text of the token ever comes back in a reason.
 */
public final class IdentityVerifier {

    private static final int LONGEST_JTI = 1024;
    private static final Malformed NO_TOKEN =
            new Malformed("This is no identity token: it must be a JWT in compact form");
    private static final Malformed UNKNOWN_ISSUER =
            new Malformed("The issuer of the identity token is none that is trusted here");

    /** One answer for all that can be wrong before the signature holds. */
    private static final Invalid UNPROVEN =
            new Invalid("The identity token is not valid: its header, key or signature is wrong");

    private final Providers providers;
    private final Keyring keyring;
    private final Clock clock;

    IdentityVerifier(Providers providers, Keyring keyring, Clock clock) {
        this.providers = providers;
        this.keyring = keyring;
        this.clock = clock;
    }

    /**
     * Verifies an identity token.
     *
     * @param text the compact JWS (RFC 7515, section 3.1) as it was presented
     * @param audiences the audiences that the caller accepts
     */
    public Verification verify(String text, Set<String> audiences) {
        Optional<UnverifiedToken> token = UnverifiedToken.parse(text);
        if (token.isEmpty()) {
            return NO_TOKEN;
        }
        Optional<ProviderDefinition> provider = providers.ofIssuer(token.get().issuer());
        if (provider.isPresent()) {
            return verify(token.get(), provider.get(), audiences);
        }
        return providers.isSwitchedOff(token.get().issuer())
                ? new Verification.SwitchedOff()
                : UNKNOWN_ISSUER;
    }

    private Verification verify(
            UnverifiedToken token, ProviderDefinition provider, Set<String> audiences) {
        Optional<KeyReference> reference =
                token.key().filter(key -> provider.algorithms().contains(key.algorithm()));
        if (reference.isEmpty()) {
            return UNPROVEN;
        }
        return switch (keyring.of(provider).find(reference.get())) {
            case KeySearch.Unknown _ -> UNPROVEN;
            case KeySearch.Unavailable unavailable ->
                    new IssuerUnavailable(
                            "The keys of %s cannot be had now".formatted(provider.label()),
                            unavailable.retryAfter());
            case KeySearch.Found(IssuerKey key) ->
                    token.signedBy(key)
                            .map(signed -> identify(signed, provider, audiences))
                            .orElse(UNPROVEN);
        };
    }

    /** From here on its issuer is known to have said what it says. */
    private Verification identify(
            SignedToken token, ProviderDefinition provider, Set<String> audiences) {
        JsonNode payload = token.payload();
        JsonNode audience = payload.path("aud");
        Set<String> accepted =
                provider.audience() == null ? audiences : Set.of(provider.audience());
        if (!audience.isString() || !accepted.contains(audience.stringValue())) {
            return invalid(
                    provider.audience() == null
                            ? "its aud must be one string, the audience of an index here"
                            : "its aud must be " + provider.audience());
        }
        boolean jtiNeeded = provider.replay() == ProviderDefinition.Replay.JTI;
        Optional<String> jti = jti(payload);
        if (jtiNeeded && jti.isEmpty()) {
            return invalid("its jti is missing, blank or too long");
        }
        ReplayKey replayKey =
                jtiNeeded
                        ? ReplayKey.ofJti(provider.issuer(), jti.orElseThrow())
                        : ReplayKey.ofSigningInput(provider.issuer(), token.signingInput());
        return switch (TokenTimes.read(payload, clock.instant(), provider.maxLifetime())) {
            case TokenTimes.Failure(String reason) -> invalid(reason);
            case TokenTimes.Holding(TokenTimes times) ->
                    switch (provider.read(payload)) {
                        case Claims.Unfit(String claim, String reason) ->
                                invalid("its %s %s".formatted(claim, reason));
                        case Claims.Read(Claims claims) ->
                                new Proven(
                                        new Identity(
                                                provider,
                                                claims,
                                                audience.stringValue(),
                                                jti.orElse(null),
                                                replayKey,
                                                times.acceptedUntil()));
                    };
        };
    }

    private static Optional<String> jti(JsonNode payload) {
        return Optional.of(payload.path("jti").stringValue(""))
                .filter(jti -> !jti.isBlank() && jti.length() <= LONGEST_JTI);
    }

    private static Invalid invalid(String reason) {
        return new Invalid("The identity token is not valid: " + reason);
    }
}
