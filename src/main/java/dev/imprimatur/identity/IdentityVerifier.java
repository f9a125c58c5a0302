package dev.imprimatur.identity;

import dev.imprimatur.identity.Verification.Invalid;
import dev.imprimatur.identity.Verification.IssuerUnavailable;
import dev.imprimatur.identity.Verification.Malformed;
import dev.imprimatur.identity.Verification.Proven;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

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
        return switch (signed(text)) {
            case Unsigned(Verification why) -> why;
            case Signed(var token, var provider) -> identify(token, provider, audiences);
        };
    }

    /**
     * Says all that is to be said of an identity token whose signature holds, for the people whose
     * project it would publish: the same steps, but one that is expired is looked at all the same.
     */
    public Examination.Outcome examine(String text, Set<String> audiences) {
        return switch (signed(text)) {
            case Unsigned(Verification why) -> new Examination.Unproven(why);
            case Signed(var token, var provider) -> {
                Payload payload = new Payload(provider, token.payload());
                yield new Examination.Examined(
                        examination(
                                payload,
                                true,
                                payload.findings(audiences, payload.times(clock.instant()))));
            }
        };
    }

    /** The same of claims that nobody signed. */
    public Examination examine(
            ProviderDefinition provider, ObjectNode json, Set<String> audiences) {
        Payload payload = new Payload(provider, json);
        return examination(payload, false, payload.findingsUnsigned(audiences));
    }

    private static Examination examination(
            Payload payload, boolean proven, List<Finding> findings) {
        return new Examination(
                payload.provider(),
                proven,
                payload.audience().orElse(null),
                payload.claims(),
                List.copyOf(findings));
    }

    /** What comes before a token may be looked at. */
    private sealed interface Signature {}

    private record Signed(SignedToken token, ProviderDefinition provider) implements Signature {}

    private record Unsigned(Verification why) implements Signature {}

    private Signature signed(String text) {
        Optional<UnverifiedToken> token = UnverifiedToken.parse(text);
        if (token.isEmpty()) {
            return new Unsigned(NO_TOKEN);
        }
        Optional<ProviderDefinition> provider = providers.ofIssuer(token.get().issuer());
        if (provider.isPresent()) {
            return signed(token.get(), provider.get());
        }
        return new Unsigned(
                providers.isSwitchedOff(token.get().issuer())
                        ? new Verification.SwitchedOff()
                        : UNKNOWN_ISSUER);
    }

    private Signature signed(UnverifiedToken token, ProviderDefinition provider) {
        Optional<KeyReference> reference =
                token.key().filter(key -> provider.algorithms().contains(key.algorithm()));
        if (reference.isEmpty()) {
            return new Unsigned(UNPROVEN);
        }
        return switch (keyring.of(provider).find(reference.get())) {
            case KeySearch.Unknown _ -> new Unsigned(UNPROVEN);
            case KeySearch.Unavailable unavailable ->
                    new Unsigned(
                            new IssuerUnavailable(
                                    "The keys of %s cannot be had now".formatted(provider.label()),
                                    unavailable.retryAfter()));
            case KeySearch.Found(IssuerKey key) ->
                    token.signedBy(key)
                            .<Signature>map(signed -> new Signed(signed, provider))
                            .orElseGet(() -> new Unsigned(UNPROVEN));
        };
    }

    /** From here on its issuer is known to have said what it says. */
    private Verification identify(
            SignedToken token, ProviderDefinition provider, Set<String> audiences) {
        Payload payload = new Payload(provider, token.payload());
        TokenTimes.Reading times = payload.times(clock.instant());
        List<Finding> findings = payload.findings(audiences, times);
        if (!findings.isEmpty() || !(times instanceof TokenTimes.Holding(TokenTimes held))) {
            return new Invalid("The identity token is not valid: " + findings.getFirst().reason());
        }
        return new Proven(
                new Identity(
                        provider,
                        payload.claims(),
                        payload.audience().orElseThrow(),
                        payload.jti().orElse(null),
                        payload.needsJti()
                                ? ReplayKey.ofJti(provider.issuer(), payload.jti().orElseThrow())
                                : ReplayKey.ofSigningInput(provider.issuer(), token.signingInput()),
                        held.acceptedUntil()));
    }
}
