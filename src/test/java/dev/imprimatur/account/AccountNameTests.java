package dev.imprimatur.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountNameTests {

    @ParameterizedTest
    @CsvSource({
        "alice, alice",
        "Alice.Doe, alice.doe",
        "alice@example.org, alice-example.org",
        "'Jürgen Müller', jurgen-muller",
        "\u212Aate, kate",
        "'../../etc', etc",
        "-x-, x",
        "'', person",
        "'   ', person",
        "\u0430\u0434\u043c\u0438\u043d, person",
        "a/b, a-b",
        "'a\nb', a-b"
    })
    void aNameCanStandInPathsAndLogs(String preferred, String name) {
        assertThat(AccountName.of(preferred)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"a, 200", "'a-', 100"})
    void aLongNameLeavesRoomForANumber(String part, int times) {
        assertThat(AccountName.of(part.repeat(times))).matches("[a-z0-9][a-z0-9._-]{0,54}[a-z0-9]");
    }
}
