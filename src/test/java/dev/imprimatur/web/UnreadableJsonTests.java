package dev.imprimatur.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

class UnreadableJsonTests {

    record Item(@Nullable Boolean enabled) {}

    record Body(
            @Nullable String displayName,
            @Nullable Map<String, String> fields,
            @Nullable List<Item> items) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"display_name": 5}                  | display_name is not of the type
                    {"display_name": "\\u0000evil"}    | display_name is not of the type
                    {"fields": {"evil": 5}}              | fields is not of the type
                    {"fields": ["evil"]}                 | fields is not of the type
                    {"items": [{}, {"enabled": "evil"}]} | items[1].enabled is not of the type
                    {"evil": 1}                          | The body has a member that this call does not know; it knows display_name, fields, items
                    {"items": [{"evil": 1}]}             | items[0] has a member that this call does not know; it knows enabled
                    ["evil"]                             | The body is not of the type
                    {} "evil"                            | The body is not of the type
                    {"evil                               | The body is not JSON, or has a member twice, at line 1, column
                    {"fields": {"evil": "", "evil": ""}} | The body is not JSON, or has a member twice, at line 1, column
                    """)
    void theSentenceNamesThePlaceAndHoldsNothingOfTheBody(String body, String beginning) {
        JacksonException thrown =
                catchThrowableOfType(
                        JacksonException.class, () -> ApiJson.mapper().readValue(body, Body.class));

        assertThat(UnreadableJson.sentence(thrown)).startsWith(beginning).doesNotContain("evil");
    }
}
