package dev.imprimatur.identity;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an identity token names the key that it is signed with, which is all that we take from its
 * header. The algorithm is part of it: an issuer may have an RSA and an EC key of one id.
 *
 * @param keyId the {@code kid} (RFC 7515, section 4.1.4)
 * @param algorithm the {@code alg} (RFC 7515, section 4.1.1)
 */
record KeyReference(String keyId, String algorithm) {

    private static final int LONGEST_KEY_ID = 255;

    /**
     * Header members that name a key, a place to fetch one from, another form of token, or things
     * that we would have to understand (RFC 7515, section 4.1.11). None is ever followed; a token
     * that carries one is refused.
     */
    private static final List<String> REFUSED =
            List.of("jku", "x5u", "jwk", "x5c", "crit", "zip", "b64", "enc");

    /** Reads a header; empty where it is not one that we accept. */
    static Optional<KeyReference> read(ObjectNode header) {
        JsonNode keyId = header.path("kid");
        JsonNode algorithm = header.path("alg");
        JsonNode type = header.path("typ");
        boolean acceptable =
                REFUSED.stream().noneMatch(header::has)
                        && keyId.isString()
                        && !keyId.stringValue().isBlank()
                        && keyId.stringValue().length() <= LONGEST_KEY_ID
                        && algorithm.isString()
                        && (type.isMissingNode() || type.isString());
        return acceptable
                ? Optional.of(new KeyReference(keyId.stringValue(), algorithm.stringValue()))
                : Optional.empty();
    }
}
