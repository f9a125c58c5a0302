package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.util.Base64URL;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An identity token of which nothing is known to be true: it gives what is needed to find the key
 * that it names, and its payload only to whoever has that key and only if the signature holds, so
 * that no claim can be used too early.
 *
 * <p>Its form is strict: JWS compact serialisation (RFC 7515, section 3.1), each part canonical
 * base64url. Intent: one token has one spelling, apart from an ECDSA signature's two; that is why
 * no {@link ReplayKey} is made of a signature.
 */
final class UnverifiedToken {

    /** Several times what any provider sends; counted before anything else is looked at. */
    private static final int LONGEST = 16 * 1024;

    private final @Nullable KeyReference key;
    private final String type;
    private final ObjectNode payload;
    private final String issuer;
    private final byte[] signingInput;
    private final Base64URL signature;

    private UnverifiedToken(
            @Nullable KeyReference key,
            String type,
            ObjectNode payload,
            String issuer,
            byte[] signingInput,
            Base64URL signature) {
        this.key = key;
        this.type = type;
        this.payload = payload;
        this.issuer = issuer;
        this.signingInput = signingInput;
        this.signature = signature;
    }

    /** Reads a stranger's text; empty where it is no JWT with an issuer. */
    static Optional<UnverifiedToken> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        int firstDot = text.indexOf('.');
        int secondDot = text.indexOf('.', firstDot + 1);
        if (firstDot < 0 || secondDot < 0) {
            return Optional.empty();
        }
        String signature = text.substring(secondDot + 1);
        if (decode(signature).filter(bytes -> bytes.length > 0).isEmpty()) {
            return Optional.empty();
        }
        Optional<ObjectNode> header =
                decode(text.substring(0, firstDot)).flatMap(StrictJson::object);
        Optional<ObjectNode> payload =
                decode(text.substring(firstDot + 1, secondDot)).flatMap(StrictJson::object);
        if (header.isEmpty() || payload.isEmpty()) {
            return Optional.empty();
        }
        JsonNode issuer = payload.get().path("iss");
        return issuer.isString()
                ? Optional.of(
                        new UnverifiedToken(
                                KeyReference.read(header.get()).orElse(null),
                                header.get().path("typ").stringValue(""),
                                payload.get(),
                                issuer.stringValue(),
                                text.substring(0, secondDot).getBytes(US_ASCII),
                                new Base64URL(signature)))
                : Optional.empty();
    }

    /** Who it says has issued it: good for nothing but a look into the closed set of providers. */
    String issuer() {
        return issuer;
    }

    /** The key that it says it is signed with; empty where its header is not one that we accept. */
    Optional<KeyReference> key() {
        return Optional.ofNullable(key);
    }

    /** The {@code typ} of its header (RFC 7519, section 5.1); empty where it has none. */
    String type() {
        return type;
    }

    /** What it says, if this is the key that it names and the signature holds. */
    Optional<SignedToken> signedBy(IssuerKey issuerKey) {
        return key().filter(named -> issuerKey.verifies(named, signingInput, signature))
                .map(named -> new SignedToken(payload, signingInput));
    }

    /**
     * Decodes only what encodes to the same text again: no padding, no stray bits at the end, and
     * nothing beyond the alphabet, such as one more dot.
     */
    private static Optional<byte[]> decode(String part) {
        try {
            byte[] written = part.getBytes(ISO_8859_1);
            byte[] bytes = Base64.getUrlDecoder().decode(written);
            byte[] again = Base64.getUrlEncoder().withoutPadding().encode(bytes);
            return Arrays.equals(again, written) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
