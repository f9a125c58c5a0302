package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchTests {

    private static final String PATH = "o/r/.github/workflows/a.yml";
    private static final String SHA1 = "0123456789abcdef0123456789abcdef01234567";

    @ParameterizedTest
    @CsvSource({"Octo,octo", "OCTO-ORG,octo-org", "a_Z9,A_z9", "é,é", "same,same"})
    void caseOfAsciiLettersMakesNoDifference(String field, String claim) {
        assertThat(Match.ASCII_CASE_INSENSITIVE.matches(field, claim)).isTrue();
        assertThat(Match.ASCII_CASE_INSENSITIVE.comparable(field))
                .isEqualTo(Match.ASCII_CASE_INSENSITIVE.comparable(claim));
    }

    @ParameterizedTest
    @DisplayName("Hazard 21: the Kelvin sign is no k, the long s no s, the dotless i no i")
    @CsvSource({
        "k, \u212a",
        "K, \u212a",
        "s, \u017f",
        "S, \u017f",
        "i, \u0131",
        "I, \u0131",
        "i, \u0130",
        "é, É",
        "ss, ß",
        "@, `",
        "[, {",
        "a, ａ",
        "é, e\u0301",
    })
    void noOtherTwoCharactersAreTheSame(String field, String claim) {
        assertThat(Match.ASCII_CASE_INSENSITIVE.matches(field, claim)).isFalse();
        assertThat(Match.ASCII_CASE_INSENSITIVE.matches(claim, field)).isFalse();
        assertThat(Match.ASCII_CASE_INSENSITIVE.comparable(field))
                .isNotEqualTo(Match.ASCII_CASE_INSENSITIVE.comparable(claim));
    }

    @ParameterizedTest
    @CsvSource({"release.yml, Release.yml", "a, 'a '", "a, ' a'", "a, ''", "release.yml, release"})
    void exactMeansTheSameCharacters(String field, String claim) {
        assertThat(Match.EXACT.matches(field, field)).isTrue();
        assertThat(Match.EXACT.matches(field, claim)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "22", "333"})
    void oneOfTheItemsIsEnough(String claim) {
        assertThat(Match.ONE_OF.matches("1, 22,333", claim)).isTrue();
        assertThat(Match.ONE_OF.matches("333\n22 1", claim)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "33", "1,", "1, 22", "22,333", " 1", ",", "01"})
    void nothingButAWholeItemWillDo(String claim) {
        assertThat(Match.ONE_OF.matches("1, 22,333", claim)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a, 'a,b,c'", "'b a', 'a,b,c'", "'a,b,c,a', 'c,b,a'"})
    void allItemsOfTheFieldAreInTheClaim(String field, String claim) {
        assertThat(Match.CONTAINS_ALL.matches(field, claim)).isTrue();
        assertThat(Match.CONTAINS_ALL.isEquality()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'a,d', 'a,b,c'", "a, 'aa,ba'", "A, a", "a, ''", "',', 'a,b'", "' ', 'a'"})
    void oneThatIsNotThereIsEnough(String field, String claim) {
        assertThat(Match.CONTAINS_ALL.matches(field, claim)).isFalse();
    }

    @Test
    void listsThatSayTheSameCompareAlike() {
        assertThat(Match.CONTAINS_ALL.comparable("2, 1 1"))
                .isEqualTo(Match.CONTAINS_ALL.comparable("1,2"));
        assertThat(Match.ONE_OF.comparable("2, 1 1")).isEqualTo(Match.ONE_OF.comparable("1,2"));
        assertThat(Match.NONE.comparable("b,a")).isEqualTo(Match.NONE.comparable("a b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/main",
                "refs/tags/v1",
                "refs/heads/x@y.yml",
                "refs/heads/a.yml@refs/heads/b",
                SHA1,
                SHA1 + "0123456789abcdef01234567"
            })
    void aPathAtARefIsTheFileThere(String ref) {
        assertThat(Match.PATH_AT_REF.matches(PATH, PATH + "@" + ref)).isTrue();
    }

    @ParameterizedTest
    @DisplayName("Hazard 19: a called workflow's ref cannot pass for another file's")
    @ValueSource(
            strings = {
                PATH,
                PATH + "@",
                PATH + "@refs/",
                PATH + "@main",
                PATH + "@v1",
                PATH + "@b.yml",
                PATH + "@b.yml@refs/heads/main",
                PATH + "@b.yml@" + SHA1,
                PATH + "@" + SHA1 + ".yml@refs/heads/main",
                PATH + "@ABCDEF6789abcdef0123456789abcdef01234567",
                PATH + "@0123456789abcdef",
                PATH + "@REFS/heads/main",
                PATH + ".yml@refs/heads/main",
                "x" + PATH + "@refs/heads/main",
                "x/" + PATH + "@refs/heads/main",
                "O/r/.github/workflows/a.yml@refs/heads/main",
                "o/r/.github/workflows/../workflows/a.yml@refs/heads/main",
                "o/r/.github/workflows//a.yml@refs/heads/main",
            })
    void hostileRefsAndFileNamesAreNoMatch(String claim) {
        assertThat(Match.PATH_AT_REF.matches(PATH, claim)).isFalse();
    }
}
