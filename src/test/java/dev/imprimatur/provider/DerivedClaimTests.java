package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivedClaimTests {

    private final DerivedClaim file =
            new DerivedClaim(
                    "file",
                    "workflow",
                    new Template("{repo}/w/"),
                    Stream.of("@{ref}", "@{sha}").map(Template::new).toList());

    @ParameterizedTest
    @DisplayName("Hazard 19: the value is what stands between two known ends")
    @CsvSource({
        "o/r/w/a.yml@refs/heads/main,                 refs/heads/main,            a.yml",
        "o/r/w/a.yml@0123,                            refs/heads/main,            a.yml",
        "o/r/w/a@b.yml@refs/heads/main,               refs/heads/main,            a@b.yml",
        "o/r/w/a.yml@refs/heads/x@y.yml,              refs/heads/x@y.yml,         a.yml",
        "o/r/w/a.yml@refs/heads/a.yml@refs/heads/b,   refs/heads/a.yml@refs/heads/b, a.yml",
        "o/r/w/a.yml@b.yml@refs/heads/main,           refs/heads/main,            a.yml@b.yml",
        "o/r/w/a.yml@refs/heads/x@0123,               refs/heads/x@0123,          a.yml",
        "o/r/w/a.yml@refs/heads/x@refs/heads/main,    refs/heads/main,            a.yml@refs/heads/x",
        "o/r/w/sub/a.yml@refs/heads/main,             refs/heads/main,            sub/a.yml",
        "o/r/w/../a.yml@refs/heads/main,              refs/heads/main,            ../a.yml",
    })
    void isCutOutByItsEnds(String workflow, String ref, String value) {
        assertThat(derive(workflow, ref)).isEqualTo(value);
    }

    @ParameterizedTest
    @DisplayName("Hazard 19: where the ends do not fit there is no value")
    @CsvSource({
        "o/other/w/a.yml@refs/heads/main, refs/heads/main",
        "o/r2/w/a.yml@refs/heads/main,    refs/heads/main",
        "x/o/r/w/a.yml@refs/heads/main,   refs/heads/main",
        "O/R/w/a.yml@refs/heads/main,     refs/heads/main",
        "o/r/w/a.yml@refs/heads/main,     refs/heads/other",
        "o/r/w/a.yml@refs/heads/main,     heads/main2",
        "o/r/w/a.yml,                     refs/heads/main",
        "o/r/w/@refs/heads/main,          refs/heads/main",
        "o/r/w/a.yml@refs/heads/main2,    refs/heads/main",
        "o/r/w/,                          refs/heads/main",
    })
    void isNothingOtherwise(String workflow, String ref) {
        assertThat(derive(workflow, ref)).isNull();
    }

    @Test
    void isNothingWhereAnEndIsNotKnown() {
        assertThat(file.derive(Map.of("workflow", "o/r/w/a.yml@x")::get)).isEmpty();
        assertThat(file.derive(Map.of("workflow", "o/r/w/a.yml@x", "repo", "o/r")::get)).isEmpty();
        assertThat(file.derive(Map.of("repo", "o/r", "ref", "x")::get)).isEmpty();
    }

    @Test
    void theEndsDoNotOverlap() {
        DerivedClaim part =
                new DerivedClaim("p", "c", new Template("abc"), List.of(new Template("bcd")));

        assertThat(part.derive(Map.of("c", "abcd")::get)).isEmpty();
    }

    @Test
    void aClaimWithBracesIsNotExpandedAgain() {
        Map<String, String> values = new HashMap<>();
        values.put("workflow", "{ref}$1\\/w/a.yml@0123");
        values.put("repo", "{ref}$1\\");
        values.put("sha", "0123");

        assertThat(file.derive(values::get)).hasValue("a.yml");
    }

    private @Nullable String derive(String workflow, String ref) {
        return file.derive(
                        Map.of("workflow", workflow, "repo", "o/r", "ref", ref, "sha", "0123")::get)
                .orElse(null);
    }
}
