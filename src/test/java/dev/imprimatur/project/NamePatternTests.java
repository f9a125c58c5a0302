package dev.imprimatur.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTests {

    @ParameterizedTest
    @CsvSource({
        "acme-*, acme-tool, true",
        "acme-*, acme-, false", // no name at all
        "Acme_*, ACME.tool, true",
        "acme-*, acme, false",
        "acme-*, not-acme-tool, false",
        "*-tool, acme-tool, true",
        "*-tool, acme-tools, false",
        "a*b*c, abc, true",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "*, anything, true",
        "acme, acme, true",
        "acme, acme2, false",
    })
    void theWholeNameFits(String pattern, String name, boolean fits) {
        NamePattern read = NamePattern.of(Ecosystem.PYPI, pattern).orElseThrow();

        assertThat(ProjectName.of(Ecosystem.PYPI, name).filter(read::matches).isPresent())
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "**", "a**b", "a b*", "a/*", "-*", "*a*b*c*d*e*"})
    void whatFitsNoNameIsNoPattern(String pattern) {
        assertThat(NamePattern.of(Ecosystem.PYPI, pattern)).isEmpty();
    }

    @Test
    void aPatternForTheDatabaseTakesWildcardsOfItsOwnLiterally() {
        assertThat(NamePattern.of(Ecosystem.GENERIC, "a_b*").orElseThrow().like())
                .isEqualTo("a\\_b%");
    }

    @ParameterizedTest
    @CsvSource({
        "acme-*, acme-*, true",
        "acme-*, acme-tool-*, true",
        "acme-*, acme-tool, true",
        "acme-*, acme*, false",
        "acme-*, *, false",
        "*, acme-*, true",
        "a*c, a*b*c, true",
        "a*b*c, a*c, false",
        "acme-tool, acme-*, false",
    })
    void aPatternContainsAnotherOne(String pattern, String other, boolean contains) {
        NamePattern outer = NamePattern.of(Ecosystem.PYPI, pattern).orElseThrow();

        assertThat(outer.contains(NamePattern.of(Ecosystem.PYPI, other).orElseThrow()))
                .isEqualTo(contains);
    }
}
