package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.imprimatur.identity.Verification.Invalid;
import dev.imprimatur.identity.Verification.Proven;
import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.provider.ProviderDefinition.Replay;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which algorithm, which key, which signature. */
class SignatureTests {

    private final TestIssuer issuer = TestIssuer.start();

    @AfterEach
    void stop() {
        issuer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void rsaWithAnAlgorithmOfTheProviderHolds(String algorithm) {
        try (TestVerifier verifier = TestVerifier.of(issuer, algorithm)) {
            TestToken token = verifier.token().algorithm(JWSAlgorithm.parse(algorithm));

            assertThat(verifier.verify(token)).isInstanceOf(Proven.class);
        }
    }

    @Test
    void ellipticCurvesHold() {
        ECKey p256 = TestKeys.ec(Curve.P_256);
        ECKey p384 = TestKeys.ec(Curve.P_384);
        issuer.publish(p256);
        issuer.publish(p384);
        try (TestVerifier verifier = TestVerifier.of(issuer, "ES256", "ES384")) {
            TestToken token = verifier.token();
            assertThat(verifier.verify(token.signedWith(p256).algorithm(JWSAlgorithm.ES256)))
                    .isInstanceOf(Proven.class);
            assertThat(verifier.verify(token.signedWith(p384).algorithm(JWSAlgorithm.ES384)))
                    .isInstanceOf(Proven.class);
            // The curve decides (RFC 7518, section 3.4).
            assertThat(verifier.verify(token.header("kid", p256.getKeyID())))
                    .isInstanceOf(Invalid.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "None",
                "NONE",
                "nOnE",
                "",
                "rs256",
                "Rs256",
                "RS256 ",
                "HS256",
                "RS384",
                "PS256",
                "ES256",
                "EdDSA",
                "RSA-OAEP"
            })
    @DisplayName("Hazard 15: an algorithm that is not on the provider's list, in any spelling")
    void anAlgorithmOffTheListIsRefused(String algorithm) {
        try (TestVerifier verifier = TestVerifier.of(issuer, "RS256")) {
            TestToken token = verifier.token().header("alg", algorithm);

            assertThat(verifier.verify(token)).isInstanceOf(Invalid.class);
            assertThat(verifier.verify(token.signingInput() + ".AA")).isInstanceOf(Invalid.class);
            assertThat(issuer.keyRequests()).as("cheap to dear").isZero();
        }
    }

    @Test
    @DisplayName("Hazard 15: HS256 with the bytes of the public key")
    void thePublicKeyIsNoSharedSecret() throws JOSEException, GeneralSecurityException {
        byte[] der = issuer.signingKey().toPublicKey().getEncoded();
        String pem =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n";
        try (TestVerifier verifier = TestVerifier.of(issuer, "RS256")) {
            String input = verifier.token().header("alg", "HS256").signingInput();
            for (byte[] secret :
                    new byte[][] {der, pem.getBytes(US_ASCII), pem.strip().getBytes(US_ASCII)}) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                String signature = TestToken.encode(mac.doFinal(input.getBytes(US_ASCII)));

                assertThat(verifier.verify(input + "." + signature)).isInstanceOf(Invalid.class);
            }
        }
    }

    @Test
    @DisplayName("Hazard 15: the alg of a JWK is not the alg of the header")
    void aKeyForAnotherAlgorithmIsNotUsed() {
        RSAKey forPs = new RSAKey.Builder(TestKeys.rsa()).algorithm(JWSAlgorithm.PS256).build();
        issuer.publish(forPs);
        try (TestVerifier verifier = TestVerifier.of(issuer, "RS256", "PS256")) {
            TestToken token = verifier.token().signedWith(forPs);

            assertThat(verifier.verify(token.algorithm(JWSAlgorithm.RS256)))
                    .isInstanceOf(Invalid.class);
            assertThat(verifier.verify(token.algorithm(JWSAlgorithm.PS256)))
                    .isInstanceOf(Proven.class);
        }
    }

    @Test
    void aChangedPayloadOrSignatureIsRefused() {
        try (TestVerifier verifier = TestVerifier.of(issuer, "RS256")) {
            TestToken token = verifier.token();
            String signature = token.text().substring(token.text().lastIndexOf('.'));
            String changed = token.claim("repository", "evil/repo").signingInput() + signature;

            assertThat(verifier.verify(changed)).isInstanceOf(Invalid.class);
            assertThat(verifier.verify(token.signingInput() + ".AA")).isInstanceOf(Invalid.class);
            assertThat(
                            verifier.verify(
                                    token.signingInput() + "." + TestToken.encode(new byte[256])))
                    .isInstanceOf(Invalid.class);
        }
    }

    @Test
    void anEmptyEllipticSignatureIsRefused() {
        ECKey key = TestKeys.ec(Curve.P_256);
        issuer.publish(key);
        try (TestVerifier verifier = TestVerifier.of(issuer, "ES256")) {
            TestToken token = verifier.token().signedWith(key).algorithm(JWSAlgorithm.ES256);
            for (int length : new int[] {1, 63, 64, 65, 96}) {
                String zeros = TestToken.encode(new byte[length]);
                assertThat(verifier.verify(token.signingInput() + "." + zeros))
                        .isInstanceOf(Invalid.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JTI", "SIGNED_INPUT"})
    @DisplayName("Hazard 14: both signatures (r, s) and (r, n-s) of ES256 are one token")
    void theOtherSignatureOfATokenHasTheSameReplayKey(Replay replay) {
        ECKey key = TestKeys.ec(Curve.P_256);
        issuer.publish(key);
        try (TestVerifier verifier =
                TestVerifier.of(
                        issuer,
                        TestVerifier.provider("ci", issuer.issuer(), replay, Set.of("ES256")))) {
            String text = verifier.token().signedWith(key).algorithm(JWSAlgorithm.ES256).text();
            String other = withOtherSignature(text);
            assertThat(other).isNotEqualTo(text);

            assertThat(replayKey(verifier.verify(other)))
                    .isEqualTo(replayKey(verifier.verify(text)));
        }
    }

    @Test
    void aProviderWithoutJtiIsRecognisedByTheSignedInput() {
        try (TestVerifier verifier =
                TestVerifier.of(
                        issuer,
                        TestVerifier.provider(
                                "ci", issuer.issuer(), Replay.SIGNED_INPUT, Set.of("RS256")))) {
            TestToken token = verifier.token().withoutClaim("jti");
            String first = replayKey(verifier.verify(token));
            assertThat(replayKey(verifier.verify(token))).isEqualTo(first);
            assertThat(replayKey(verifier.verify(token.claim("run_id", "11235"))))
                    .isNotEqualTo(first);
            assertThat(verifier.verify(token.claim("jti", 1)))
                    .isInstanceOfSatisfying(
                            Proven.class, proven -> assertThat(proven.identity().jti()).isNull());
        }
    }

    private static String replayKey(Verification verification) {
        assertThat(verification).isInstanceOf(Proven.class);
        return ((Proven) verification).identity().replayKey().toString();
    }

    private static String withOtherSignature(String text) {
        int dot = text.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(text.substring(dot + 1));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        BigInteger order = Curve.P_256.toECParameterSpec().getOrder();
        byte[] other = order.subtract(s).toByteArray();
        Arrays.fill(signature, 32, 64, (byte) 0);
        int length = Math.min(32, other.length);
        System.arraycopy(other, other.length - length, signature, 64 - length, length);
        return text.substring(0, dot + 1) + TestToken.encode(signature);
    }
}
