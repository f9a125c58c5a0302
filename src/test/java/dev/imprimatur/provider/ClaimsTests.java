package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ClaimsTests {

    private static final String OTHER_TYPE = "has another type than its provider gives it";

    @ParameterizedTest
    @DisplayName("Hazard 22: an id is a string of digits, or an integer up to 2^53")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "74,                     74",
                "0,                      0",
                "-0,                     0",
                "\"74\",                 74",
                "\"007\",                007",
                "9007199254740992,       9007199254740992",
                "\"9007199254740993\",   9007199254740993",
                "\"340282366920938463463374607431768211456\", 340282366920938463463374607431768211456",
            })
    void idsAreKeptAsTheirDigits(String json, String id) {
        assertThat(read("id", json)).isInstanceOf(Claims.Read.class);
        assertThat(value("id", json)).isEqualTo(id);
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: anything else is no id")
    @ValueSource(
            strings = {
                "9007199254740993",
                "9223372036854775808",
                "340282366920938463463374607431768211456",
                "-1",
                "74.0",
                "74.5",
                "7.4e1",
                "1e400",
                "true",
                "false",
                "[74]",
                "[\"74\"]",
                "[]",
                "{}",
                "{\"id\":74}",
                "\"74 \"",
                "\" 74\"",
                "\"+74\"",
                "\"-74\"",
                "\"7.4\"",
                "\"0x4a\"",
                "\"\u0667\u0664\"",
                "\"\uff17\uff14\"",
                "\"74\\n\"",
                "\"null\"",
                "\"{74}\""
            })
    void otherValuesAreNoIds(String json) {
        assertThat(read("id", json)).isEqualTo(new Claims.Unfit("id", OTHER_TYPE));
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a string is a string and nothing is turned into one")
    @ValueSource(strings = {"74", "1.5", "true", "[\"a\"]", "[]", "{}"})
    void onlyAStringIsAString(String json) {
        assertThat(read("text", json)).isEqualTo(new Claims.Unfit("text", OTHER_TYPE));
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a boolean is never the string of one")
    @ValueSource(strings = {"\"true\"", "1", "0", "[true]", "{}", "\"\""})
    void onlyABooleanIsABoolean(String json) {
        assertThat(read("flag", json)).isEqualTo(new Claims.Unfit("flag", OTHER_TYPE));
    }

    @ParameterizedTest
    @DisplayName("Hazard 22: a list is an array of strings that come apart again")
    @ValueSource(
            strings = {
                "\"a\"",
                "1",
                "true",
                "{}",
                "{\"a\":\"b\"}",
                "[1]",
                "[\"a\",1]",
                "[\"a\",null]",
                "[[\"a\"]]",
                "[\"\"]",
                "[\"a\",\"\"]",
                "[\"a,b\"]",
                "[\"a b\"]",
                "[\"a\\n\"]"
            })
    void onlyAnArrayOfStringsIsAList(String json) {
        assertThat(read("list", json)).isEqualTo(new Claims.Unfit("list", OTHER_TYPE));
    }

    @Test
    void listsAreKeptAsTheirItems() {
        assertThat(value("list", "[\"a\", \"b\", \"a\"]")).isEqualTo("a,b,a");
        assertThat(value("list", "[]")).isNull();
        assertThat(value("list", "null")).isNull();
    }

    @Test
    void booleansAreKeptAsTheirWords() {
        assertThat(value("flag", "true")).isEqualTo("true");
        assertThat(value("flag", "false")).isEqualTo("false");
    }

    @ParameterizedTest
    @DisplayName("Hazard 39: absent, null and empty are one thing")
    @CsvSource({"id, null", "text, null", "flag, null", "id, '\"\"'", "text, '\"\"'"})
    void nothingIsNothing(String claim, String json) {
        assertThat(value(claim, json)).isNull();
    }

    @ParameterizedTest
    @DisplayName("Hazard 25: text that the database refuses is refused before it")
    @ValueSource(strings = {"a\\u0000b", "\\u0000", "\\ud800", "a\\udc00b", "\\udc00\\ud800"})
    void textThatCannotBeStoredIsRefused(String text) {
        assertThat(read("text", "\"" + text + "\""))
                .isEqualTo(new Claims.Unfit("text", "holds a character that no claim can have"));
    }

    @Test
    @DisplayName("Hazard 25: a claim has a longest value")
    void aValueThatIsTooLongIsRefused() {
        assertThat(value("text", "\"" + "a".repeat(2048) + "\"")).hasSize(2048);
        assertThat(read("text", "\"" + "a".repeat(2049) + "\""))
                .isEqualTo(new Claims.Unfit("text", "is longer than any value that it can have"));
        assertThat(read("id", "\"" + "7".repeat(2049) + "\"")).isInstanceOf(Claims.Unfit.class);
    }

    @Test
    void charactersBeyondTheBasicPlaneAreFine() {
        assertThat(value("text", "\"\\ud83d\\ude00\"")).isEqualTo("\ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"text\"", "null"})
    void aPayloadThatIsNoObjectHasNoClaims(String payload) {
        List<ClaimRule> rules = List.of(rule("text", ClaimRule.Type.STRING));

        assertThat(Claims.read(JsonMapper.shared().readTree(payload), rules))
                .isEqualTo(new Claims.Unfit("text", "is missing"));
    }

    private static Claims.Reading read(String claim, String json) {
        List<ClaimRule> rules =
                List.of(
                        new ClaimRule("id", ClaimRule.Type.ID, false, true),
                        new ClaimRule("text", ClaimRule.Type.STRING, false, true),
                        new ClaimRule("flag", ClaimRule.Type.BOOLEAN, false, true),
                        new ClaimRule("list", ClaimRule.Type.STRINGS, false, true));
        return Claims.read(
                JsonMapper.shared().readTree("{\"%s\": %s}".formatted(claim, json)), rules);
    }

    private static @Nullable String value(String claim, String json) {
        return read(claim, json) instanceof Claims.Read(Claims claims) ? claims.value(claim) : json;
    }

    private static ClaimRule rule(String name, ClaimRule.Type type) {
        return new ClaimRule(name, type, true, true);
    }

    @Test
    void recordedClaimsComeBackAsTheyWere() {
        assertThat(Claims.recorded(Map.of("a", "b")).value("a")).isEqualTo("b");
        assertThat(Claims.recorded(Map.of("a", "b")).value("c")).isNull();
    }
}
