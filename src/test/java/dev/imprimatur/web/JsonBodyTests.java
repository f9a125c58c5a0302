package dev.imprimatur.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTests {

    @Test
    void anObjectIsRead() {
        assertThat(JsonBody.object("{\"token\":\"a\",\"x\":[1,{\"y\":null}]}".getBytes(UTF_8)))
                .hasValueSatisfying(
                        object -> assertThat(object.get("token").stringValue()).isEqualTo("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"x\"",
                "1",
                "{",
                "{}{}",
                "{} x",
                "{\"a\":1,\"a\":1}",
                "{\"x\":{\"a\":1,\"a\":2}}",
                "{'a':1}",
                "{\"a\":NaN}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "// x\n{}",
                "<xml/>",
                "token=x"
            })
    void anythingElseIsNone(String body) {
        assertThat(JsonBody.object(body.getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"\\u0000\"}",
                "{\"a\":[\"\\ud800\"]}",
                "{\"a\":{\"b\":\"\\udc00x\"}}",
                "{\"\\u0000\":1}",
                "{\"\\ud800\":1}"
            })
    @DisplayName("Hazard 25: text that PostgreSQL refuses")
    void textThatCannotBeStoredIsNone(String body) {
        assertThat(JsonBody.object(body.getBytes(UTF_8))).isEmpty();
    }

    @Test
    void whatIsNotUtf8IsNone() {
        assertThat(JsonBody.object("{\"a\":\"\u00e4\"}".getBytes(ISO_8859_1))).isEmpty();
        assertThat(JsonBody.object("{\"a\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1)))
                .isEmpty();
    }

    @Test
    @DisplayName("Hazard 26: depth is refused fast")
    void depthIsRefused() {
        String deep = "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}";

        assertThat(JsonBody.object(deep.getBytes(UTF_8))).isEmpty();
    }
}
