package dev.imprimatur.web.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imprimatur.ConfigurationException;
import dev.imprimatur.TestReporter;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaksPropertiesTests {

    private static String base64(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(
                        Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.getEncoded()));
    }

    @Test
    void aKeyMayBePemOrTheBase64InIt() {
        PublicKey key = TestReporter.newKey("secp256r1").getPublic();

        assertThat(new LeaksProperties(Map.of("a", base64(key), "b", pem(key))).publicKeys())
                .isEqualTo(Map.of("a", key, "b", key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no key", "AAAA"})
    void anythingElseStopsTheStart(String text) {
        assertRefused(text);
    }

    @Test
    void aKeyOfAnotherKindStopsTheStart() throws NoSuchAlgorithmException {
        assertRefused(base64(TestReporter.newKey("secp384r1").getPublic()));
        assertRefused(
                base64(KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic()));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> new LeaksProperties(Map.of("key-1", text)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "imprimatur.leaks.keys.key-1 must be an ECDSA public key on P-256, as PEM"
                                + " or as the base64 in it");
    }
}
