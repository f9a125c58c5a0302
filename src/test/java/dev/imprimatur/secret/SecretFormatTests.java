package dev.imprimatur.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFormatTests {

    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final SecretFormat format = new SecretFormat("imp_");

    @ParameterizedTest
    @ValueSource(strings = {"", "p", "pypi-", "abc_de"})
    void aSecretIsPrefixMarkRandomnessAndChecksum(String prefix) {
        String text = format.generate(prefix).reveal();

        assertThat(text).matches(prefix + "imp_[0-9A-Za-z]{49}").hasSizeLessThan(60);
        assertThat(format.read(text)).map(Secret::reveal).hasValue(text);
    }

    @Test
    void thePrefixThatPythonClientsExpectFits() {
        assertThat(format.longestClientPrefix()).isGreaterThanOrEqualTo("pypi-".length());
    }

    @Test
    void aPrefixThatWouldMakeASecretTooLongIsRefused() {
        String tooLong = "x".repeat(format.longestClientPrefix() + 1);

        assertThatIllegalArgumentException().isThrownBy(() -> format.generate(tooLong));
    }

    @Test
    void noTwoSecretsAreAlike() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(seen.add(format.generate("").reveal())).isTrue();
        }
    }

    @Test
    void theChecksumCatchesAnySingleChangedCharacter() {
        String text = format.generate("pypi-").reveal();
        for (int at = 0; at < text.length(); at++) {
            for (int i = 0; i < ALPHABET.length(); i++) {
                String other = ALPHABET.substring(i, i + 1);
                if (!text.startsWith(other, at)) {
                    String changed = text.substring(0, at) + other + text.substring(at + 1);
                    assertThat(format.read(changed)).as("position %d: %s", at, other).isEmpty();
                }
            }
        }
    }

    @Test
    void theChecksumCatchesTwoNeighboursChangingPlaces() {
        String text = format.generate("").reveal();
        for (int at = 0; at + 1 < text.length(); at++) {
            if (text.charAt(at) != text.charAt(at + 1)) {
                String changed =
                        text.substring(0, at)
                                + text.charAt(at + 1)
                                + text.charAt(at)
                                + text.substring(at + 2);
                assertThat(format.read(changed)).as("position %d", at).isEmpty();
            }
        }
    }

    @Test
    void aSecretOfAnotherKindIsNotRead() {
        assertThat(format.read(new SecretFormat("impk_").generate("").reveal())).isEmpty();
        assertThat(new SecretFormat("impk_").read(format.generate("").reveal())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "/", "=", "-", "_", " ", "\n", "\u0000", "é", "０", "\ud83d\ude00"})
    void whatIsNotOfTheAlphabetIsNotRead(String strange) {
        String text = format.generate("").reveal();

        assertThat(format.read(text.substring(0, 20) + strange + text.substring(21))).isEmpty();
        assertThat(format.read(text.substring(0, text.length() - 1) + strange)).isEmpty();
        assertThat(format.read(text + strange)).isEmpty();
    }

    @Test
    void anotherLengthIsNotRead() {
        String text = format.generate("pypi-").reveal();
        for (int length = 0; length < text.length(); length++) {
            assertThat(format.read(text.substring(0, length))).isEmpty();
        }
        assertThat(format.read(text + "0")).isEmpty();
        assertThat(format.read("x".repeat(60 - text.length()) + text)).isEmpty();
        assertThat(format.read("x".repeat(1_000_000) + text)).isEmpty();
    }

    @Test
    void theHashIsSha256OfTheText() throws Exception {
        Secret secret = format.generate("pypi-");

        assertThat(secret.hash())
                .isEqualTo(
                        MessageDigest.getInstance("SHA-256")
                                .digest(secret.reveal().getBytes(UTF_8)));
        assertThat(HexFormat.of().formatHex(Secret.sha256("abc".getBytes(UTF_8))))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void aSecretDoesNotShowItself() {
        Secret secret = format.generate("pypi-");

        assertThat(secret.toString()).isEqualTo("[secret]");
        assertThat("%s %s".formatted(secret, format.read(secret.reveal())))
                .doesNotContain(secret.reveal().substring(9));
    }
}
