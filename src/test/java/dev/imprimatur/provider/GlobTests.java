package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTests {

    @ParameterizedTest
    @CsvSource({
        "refs/heads/main,       refs/heads/main",
        "refs/heads/*,          refs/heads/main",
        "refs/tags/v*,          refs/tags/v",
        "refs/tags/v*.*,        refs/tags/v1.0",
        "refs/heads/**,         refs/heads/a/b/c",
        "**,                    refs/heads/a/b/c",
        "**/main,               refs/heads/main",
        "refs/**/main,          refs/heads/x/main",
        "refs/*/*,              refs/heads/main",
        "***,                   a/b",
        "refs/tags/v{version},  refs/tags/v1.0",
        "{version}-{version},   1-2",
    })
    void fits(String pattern, String text) {
        assertThat(Glob.of(pattern).matches(text)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 2: a glob accepts its full matches and nothing around them")
    @CsvSource({
        "refs/heads/main,      refs/heads/main2",
        "refs/heads/main,      xrefs/heads/main",
        "refs/heads/*,         refs/heads/a/b",
        "refs/heads/*,         refs/tags/v1",
        "*,                    a/b",
        "*/main,               refs/heads/main",
        "refs/tags/v*,         xrefs/tags/v1",
        "refs/tags/v{version}, refs/tags/v",
        "refs/tags/v{version}, refs/tags/v1/2",
        "refs/tags/v{version}, xrefs/tags/v1",
        "a|b,                  a",
        "a|b,                  b",
        "a|b,                  xb",
        "^a$,                  a",
        "a$,                   a",
        "^a,                   a",
        "a.c,                  abc",
        "a+,                   aa",
        "a?,                   a",
        "a?,                   ab",
        "[ab],                 a",
        "(a),                  a",
        "a{1},                 a",
        "\\w,                  a",
        "\\Qa\\E,              a",
        "(?i)main,             MAIN",
        "main,                 MAIN",
        "{Version},            1.0",
        "{version,             1.0",
    })
    void doesNotFit(String pattern, String text) {
        assertThat(Glob.of(pattern).matches(text)).isFalse();
    }

    @ParameterizedTest
    @DisplayName("Hazard 2: what means something in a regular expression means itself")
    @ValueSource(
            strings = {
                "a|b",
                "^",
                "$",
                ".",
                "+",
                "?",
                "[a-z]",
                "(x)",
                "\\E",
                "\\",
                "{1,2}",
                "{version",
                "(?i)x",
                "a\nb",
                "\ud83d\ude00"
            })
    void everythingElseMeansItself(String text) {
        assertThat(Glob.of(text).matches(text)).isTrue();
        assertThat(Glob.of(text).matches(text + "\n")).isFalse();
        assertThat(Glob.of(text).matches("\n" + text)).isFalse();
    }

    @Test
    void theEmptyPatternFitsTheEmptyTextAlone() {
        assertThat(Glob.of("").matches("")).isTrue();
        assertThat(Glob.of("").matches("a")).isFalse();
        assertThat(Glob.of("*").matches("")).isTrue();
        assertThat(Glob.of("{version}").matches("")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "v{version},         v1.0,      1.0,   true",
        "v{version},         v1.0.1,    1.0,   false",
        "v{version},         v1.0,      1.0.1, false",
        "v{version},         v1x0,      1.0,   false",
        "v{version},         v1.0,      .*,    false",
        "v{version},         v1.0,      *,     false",
        "v{version},         v1.0,      '',    false",
        "v{version}*,        v1.0,      '',    false",
        "v{version}*,        v1.0,      ' ',   false",
        "v{version}/**,      v1/2/3,    1/2,   false",
        "{version}/{version},1.0/1.0,   1.0,   true",
        "{version}/{version},1.0/1.1,   1.0,   false",
        "*/v{version},       lib/v1.0,  1.0,   true",
        "main,               main,      1.0,   true",
        "main,               main,      '',    true",
    })
    void theVersionIsBoundAtTheUpload(String pattern, String text, String version, boolean fits) {
        assertThat(Glob.of(pattern).matches(text, version)).isEqualTo(fits);
    }

    @Test
    void onlyAPatternWithAVersionNamesIt() {
        assertThat(Glob.of("refs/tags/v{version}").namesVersion()).isTrue();
        assertThat(Glob.of("refs/tags/v*").namesVersion()).isFalse();
    }

    @Test
    @DisplayName("Hazard 2: the accepted set is that of a reference matcher, for 20,000 pairs")
    void agreesWithAReferenceMatcher() {
        Random random = new Random(20_260_101);
        List<String> pieces = List.of("a", "b", "/", "|", ".", "*", "**", "$");
        for (int i = 0; i < 20_000; i++) {
            String pattern = some(random, pieces, 6);
            String text = some(random, List.of("a", "b", "/", "|", ".", "$"), 6);
            assertThat(Glob.of(pattern).matches(text))
                    .as("%s on %s", pattern, text)
                    .isEqualTo(reference(pattern).matcher(text).matches());
        }
    }

    @Test
    @Timeout(5)
    @DisplayName("Hazard 26: a pattern made to be dear is not")
    void theCostIsBounded() {
        String text = "a".repeat(2048);
        for (String pattern :
                List.of("*".repeat(254) + "b", "*a".repeat(127) + "b", "{version}".repeat(28))) {
            long start = System.nanoTime();
            assertThat(Glob.of(pattern).matches(text)).isEqualTo(!pattern.endsWith("b"));
            assertThat(Glob.of(pattern).matches(text, "a".repeat(64))).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    private static String some(Random random, List<String> pieces, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private static Pattern reference(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int at = 0; at < glob.length(); at++) {
            if (glob.startsWith("**", at)) {
                regex.append(".*");
                at++;
            } else {
                char c = glob.charAt(at);
                regex.append(c == '*' ? "[^/]*" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
