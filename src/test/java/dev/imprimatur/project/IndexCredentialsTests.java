package dev.imprimatur.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexCredentialsTests {

    private final IndexCredentials credentials =
            new IndexCredentials(
                    List.of("the-old-secret-0", "the-new-secret-1", "drittes-große-2"));

    @ParameterizedTest
    @ValueSource(strings = {"the-old-secret-0", "the-new-secret-1", "drittes-große-2"})
    void everySecretIsGoodWhileOneIsReplaced(String secret) {
        assertThat(credentials.accept(secret)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "the-old-secret-",
                "the-old-secret-01",
                "THE-OLD-SECRET-0",
                " the-old-secret-0",
                "the-old-secret-0\n",
                "the-old-secret-0the-new-secret-1",
                "[3 secrets]"
            })
    void nothingElseIs(String presented) {
        assertThat(credentials.accept(presented)).isFalse();
    }

    @Test
    @DisplayName("Hazard 28: credentials do not show themselves")
    void theyDoNotShowThemselves() {
        assertThat(credentials.toString()).isEqualTo("[3 secrets]");
    }
}
