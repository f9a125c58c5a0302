package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StorableTextTests {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "é", "\ud83d\ude00", "a\ud83d\ude00b", "\ue000\uffff\u0001"})
    void whatPostgresqlStoresAsItIsIsStorable(String text) {
        assertThat(StorableText.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0",
                "a\0",
                "\ud83d",
                "\ude00",
                "a\ud83db",
                "\ude00\ud83d",
                "\ud83d\ud83d\ude00",
                "\ud83d\ude00\ude00"
            })
    void aNulOrHalfOfACharacterIsNot(String text) {
        assertThat(StorableText.is(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": \"\\u0000\"}",
                "{\"\\u0000\": 1}",
                "{\"a\": [1, {\"b\": [\"\\ud83d\"]}]}",
                "[{\"a\": {\"\\ude00\": null}}]",
                "\"\\u0000\""
            })
    void inAJsonValueItIsFoundWhereverItStands(String json) {
        assertThat(StorableText.isAllOf(JsonMapper.shared().readTree(json))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "{\"a\": [1, {\"b\": \"\\ud83d\\ude00\"}, null]}"})
    void aJsonValueWithoutItIsStorable(String json) {
        assertThat(StorableText.isAllOf(JsonMapper.shared().readTree(json))).isTrue();
    }
}
