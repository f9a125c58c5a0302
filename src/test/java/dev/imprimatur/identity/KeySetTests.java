package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.imprimatur.issuer.TestKeys;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which published keys are worth trusting. */
class KeySetTests {

    private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "ES384");
    private static final RSAKey RSA = TestKeys.rsa();
    private static final ECKey EC = TestKeys.ec(Curve.P_256);

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("Hazard 36: 1024 bits", json(TestKeys.rsa(1024))),
                Arguments.of("2047 bits", json(rsa(modulus(2047), BigInteger.valueOf(65537)))),
                Arguments.of("8193 bits", json(rsa(modulus(8193), BigInteger.valueOf(65537)))),
                Arguments.of("exponent 1", json(rsa(modulus(2048), BigInteger.ONE))),
                Arguments.of("even exponent", json(rsa(modulus(2048), BigInteger.TWO))),
                Arguments.of("huge exponent", json(rsa(modulus(2048), modulus(65)))),
                Arguments.of("no key id", json(RSA).replaceFirst("\"kid\":\"[^\"]*\",?", "")),
                Arguments.of("blank key id", json(new RSAKey.Builder(RSA).keyID(" ").build())),
                Arguments.of("key id of a number", with("\"kid\":1", "kid")),
                Arguments.of(
                        "for encryption",
                        json(new RSAKey.Builder(RSA).keyUse(KeyUse.ENCRYPTION).build())),
                Arguments.of(
                        "to encrypt",
                        json(
                                new RSAKey.Builder(RSA)
                                        .keyOperations(Set.of(KeyOperation.ENCRYPT))
                                        .build())),
                Arguments.of(
                        "for another algorithm",
                        json(new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.RS512).build())),
                Arguments.of("for no algorithm", with("\"alg\":\"none\"", "alg")),
                Arguments.of("private RSA", RSA.toJSONString()),
                Arguments.of("private EC", EC.toJSONString()),
                Arguments.of("a shared secret", "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"AAAA\"}"),
                Arguments.of("another curve", json(TestKeys.ec(Curve.P_521))),
                Arguments.of(
                        "off the curve",
                        "{\"kty\":\"EC\",\"kid\":\"a\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}"),
                Arguments.of("no modulus", "{\"kty\":\"RSA\",\"kid\":\"a\",\"e\":\"AQAB\"}"),
                Arguments.of(
                        "empty modulus", "{\"kty\":\"RSA\",\"kid\":\"a\",\"n\":\"\",\"e\":\"\"}"),
                Arguments.of(
                        "modulus of junk", "{\"kty\":\"RSA\",\"kid\":\"a\",\"n\":\"!\",\"e\":[1]}"),
                Arguments.of("no type", "{\"kid\":\"a\"}"),
                Arguments.of("unknown type", "{\"kty\":\"AKP\",\"kid\":\"a\"}"),
                Arguments.of("an empty object", "{}"),
                Arguments.of("no object", "17"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    @DisplayName("Hazard 36: weak, private, broken or foreign keys are ignored")
    void anUnusableKeyIsIgnoredAndSpoilsNoOther(String why, String key) {
        assertThat(read(key)).isEmpty();

        KeySet mixed = read(key, json(EC)).orElseThrow();
        assertThat(mixed.keys()).hasSize(1);
        assertThat(mixed.find(new KeyReference(EC.getKeyID(), "ES256"))).isPresent();
    }

    static Stream<Arguments> usable() {
        return Stream.of(
                Arguments.of("plain", json(RSA)),
                Arguments.of(
                        "for signatures",
                        json(new RSAKey.Builder(RSA).keyUse(KeyUse.SIGNATURE).build())),
                Arguments.of(
                        "to verify",
                        json(
                                new RSAKey.Builder(RSA)
                                        .keyOperations(Set.of(KeyOperation.VERIFY))
                                        .build())),
                Arguments.of(
                        "for the algorithm",
                        json(new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.RS256).build())),
                Arguments.of("with a broken certificate", with("\"x5c\":[\"junk\"]", "x5c")),
                Arguments.of("with a certificate URL", with("\"x5u\":\"http://x\"", "x5u")),
                Arguments.of("with unknown members", with("\"issuer\":{\"a\":1}", "issuer")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("usable")
    void aSoundKeyIsUsed(String why, String key) {
        KeySet keys = read(key).orElseThrow();

        assertThat(keys.find(new KeyReference(RSA.getKeyID(), "RS256"))).isPresent();
        assertThat(keys.find(new KeyReference(RSA.getKeyID(), "ES256"))).isEmpty();
        assertThat(keys.find(new KeyReference("other", "RS256"))).isEmpty();
    }

    @Test
    void twoKeysOfOneIdAreToldApartByTheirAlgorithm() {
        ECKey sameId = new ECKey.Builder(EC).keyID(RSA.getKeyID()).build();
        KeySet keys = read(json(RSA), json(sameId)).orElseThrow();

        assertThat(keys.find(new KeyReference(RSA.getKeyID(), "RS256"))).isPresent();
        assertThat(keys.find(new KeyReference(RSA.getKeyID(), "ES256"))).isPresent();
    }

    @Test
    void twoKeysOfOneIdAndAlgorithmAreBothUnusable() {
        RSAKey sameId = new RSAKey.Builder(TestKeys.rsa()).keyID(RSA.getKeyID()).build();
        KeySet keys = read(json(RSA), json(sameId), json(EC)).orElseThrow();

        assertThat(keys.find(new KeyReference(RSA.getKeyID(), "RS256"))).isEmpty();
        assertThat(keys.find(new KeyReference(EC.getKeyID(), "ES256"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101})
    void aSetOfVeryManyKeysIsNotLookedThrough(int number) {
        String[] keys = Collections.nCopies(number - 1, "{}").toArray(new String[number]);
        keys[number - 1] = json(EC);

        assertThat(read(keys).isPresent()).isEqualTo(number <= 100);
    }

    private static Optional<KeySet> read(String... keys) {
        String text = Arrays.stream(keys).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
        return KeySet.read(text, ALGORITHMS, Instant.EPOCH);
    }

    private static String json(JWK key) {
        return key.toPublicJWK().toJSONString();
    }

    /** The RSA key with one member in place of its own. */
    private static String with(String member, String name) {
        String without = json(RSA).replaceFirst("\"" + name + "\":\"[^\"]*\",?", "");
        return "{" + member + "," + without.substring(1);
    }

    private static RSAKey rsa(BigInteger modulus, BigInteger exponent) {
        return new RSAKey.Builder(Base64URL.encode(modulus), Base64URL.encode(exponent))
                .keyID("a")
                .build();
    }

    /** An odd number of this many bits. */
    private static BigInteger modulus(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    }
}
