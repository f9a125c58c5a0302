package dev.imprimatur.web.page.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlTests {

    @Test
    void whateverATextHoldsItStaysOneText() {
        for (String hostile :
                List.of(
                        "",
                        " ",
                        "true",
                        "No",
                        "null",
                        "~",
                        "12",
                        "1e3",
                        "0x1F",
                        "2026-01-01",
                        "12:30:45",
                        "a: b",
                        "a:",
                        "a #b",
                        "#a",
                        "- a",
                        "-",
                        "? a",
                        "&a",
                        "*a",
                        "!a",
                        "|",
                        ">",
                        "%a",
                        "@a",
                        "`a",
                        "{a}",
                        "[a]",
                        "'a'",
                        "\"a\"",
                        "a\"b",
                        "a\\b",
                        "a ",
                        "a\nb",
                        "a\nb\n",
                        "\n  run: x\n",
                        "a\r\nsteps: []",
                        "a\tb",
                        "a\u0000b\u0007",
                        "a\u0085b\u2028c\u2029d\ufeff",
                        "Größe",
                        "a, b: c} - d",
                        "---",
                        "...",
                        "<<",
                        "=")) {
            Map<String, Object> document =
                    Map.of(
                            "a",
                            Map.of("list", List.of(hostile, Map.of("k", hostile)), "v", hostile));

            assertThat(read(Yaml.write(document))).as(hostile).isEqualTo(document);
        }
    }

    private static Object read(String text) {
        return new org.yaml.snakeyaml.Yaml().load(text);
    }
}
