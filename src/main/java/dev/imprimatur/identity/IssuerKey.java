package dev.imprimatur.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A public key that an issuer signs with, made ready once and used for every token; there is one
 * only for a key that is worth trusting.
 */
final class IssuerKey {

    /** What makes a key; anything else in a JWK, such as certificates, is not even read. */
    private static final List<String> READ =
            List.of("kty", "kid", "use", "key_ops", "alg", "n", "e", "crv", "x", "y");

    /** A key set that gives away private keys, or shares a secret, proves nothing (RFC 7518). */
    private static final List<String> PRIVATE =
            List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private static final int SMALLEST_RSA = 2048;

    /** Beyond this a signature costs more than an answer may take. */
    private static final int LARGEST_RSA = 8192;

    private static final int LARGEST_RSA_EXPONENT = 64;
    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384);

    private final String keyId;
    private final Set<String> algorithms;
    private final JWSVerifier verifier;

    private IssuerKey(String keyId, Set<String> algorithms, JWSVerifier verifier) {
        this.keyId = keyId;
        this.algorithms = algorithms;
        this.verifier = verifier;
    }

    /**
     * Reads one key of a set (RFC 7517, section 4); empty where it is not one to verify identity
     * tokens with: broken, weak, private, without id, for another use or another algorithm.
     *
     * @param algorithms those of the provider
     */
    static Optional<IssuerKey> read(JsonNode written, Set<String> algorithms) {
        if (!(written instanceof ObjectNode object) || PRIVATE.stream().anyMatch(object::has)) {
            return Optional.empty();
        }
        try {
            JWK jwk = JWK.parse(object.deepCopy().retain(READ).toString());
            JWSVerifier verifier = isToVerify(object) ? verifier(jwk) : null;
            Set<String> usable = verifier == null ? Set.of() : usable(jwk, verifier, algorithms);
            String keyId = jwk.getKeyID();
            return verifier == null || usable.isEmpty() || keyId == null || keyId.isBlank()
                    ? Optional.empty()
                    : Optional.of(new IssuerKey(keyId, usable, verifier));
        } catch (ParseException | JOSEException | RuntimeException e) {
            // Which exceptions broken numbers raise is not for us to know; no key is no key.
            return Optional.empty();
        }
    }

    /** Whether a token that names its key like this means this key. */
    boolean isMeantBy(KeyReference reference) {
        return keyId.equals(reference.keyId()) && algorithms.contains(reference.algorithm());
    }

    /** Whether this key is meant and made the signature, with the algorithm that is named. */
    boolean verifies(KeyReference reference, byte[] signingInput, Base64URL signature) {
        if (!isMeantBy(reference)) {
            return false;
        }
        try {
            JWSHeader header = new JWSHeader(JWSAlgorithm.parse(reference.algorithm()));
            return verifier.verify(header, signingInput, signature);
        } catch (JOSEException e) {
            // A signature that cannot be one of this key: of another length, for example.
            return false;
        }
    }

    private static boolean isToVerify(ObjectNode key) {
        JsonNode use = key.path("use");
        JsonNode operations = key.path("key_ops");
        return (use.isMissingNode() || use.stringValue("").equals("sig"))
                && (operations.isMissingNode()
                        || operations.values().stream()
                                .anyMatch(each -> each.stringValue("").equals("verify")));
    }

    private static @Nullable JWSVerifier verifier(JWK jwk) throws JOSEException {
        return switch (jwk) {
            case RSAKey rsa when isSound(rsa.toRSAPublicKey()) ->
                    new RSASSAVerifier(rsa.toRSAPublicKey());
            case ECKey ec when CURVES.contains(ec.getCurve()) -> new ECDSAVerifier(ec);
            default -> null;
        };
    }

    private static boolean isSound(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        BigInteger exponent = key.getPublicExponent();
        // With an exponent of 1 everybody can sign.
        return bits >= SMALLEST_RSA
                && bits <= LARGEST_RSA
                && exponent.testBit(0)
                && exponent.bitLength() > 1
                && exponent.bitLength() <= LARGEST_RSA_EXPONENT;
    }

    private static Set<String> usable(JWK jwk, JWSVerifier verifier, Set<String> algorithms) {
        return verifier.supportedJWSAlgorithms().stream()
                .filter(it -> jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(it))
                .map(JWSAlgorithm::getName)
                .filter(algorithms::contains)
                .collect(Collectors.toUnmodifiableSet());
    }
}
