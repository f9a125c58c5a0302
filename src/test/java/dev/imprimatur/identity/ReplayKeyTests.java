package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReplayKeyTests {

    @Test
    @DisplayName("Hazard 12: no two pairs of issuer and jti share a key")
    void theBoundaryBetweenIssuerAndJtiIsPartOfTheKey() {
        List<String> keys =
                Stream.of(
                                ReplayKey.ofJti("https://a", "b"),
                                ReplayKey.ofJti("https://b", "b"),
                                ReplayKey.ofJti("https://ab", ""),
                                ReplayKey.ofJti("https://", "ab"),
                                ReplayKey.ofJti("https://ajtib", ""),
                                ReplayKey.ofJti("https://a", "b "),
                                ReplayKey.ofSigningInput("https://a", "b".getBytes(UTF_8)))
                        .map(ReplayKey::toString)
                        .toList();

        assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.length() == 64);
    }

    @Test
    void theKeyIsTheSameForEveryInstanceAndEveryRelease() {
        // SHA-256 of 00000009 "https://a" 00000003 "jti" 00000001 "b", each length four bytes.
        assertThat(ReplayKey.ofJti("https://a", "b").toString())
                .isEqualTo("3892bbdabd31cde8c78558789e9957f883b96deded469461534f83b4253fe0ee");
    }
}
