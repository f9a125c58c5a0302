package dev.imprimatur.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectNameTests {

    @ParameterizedTest
    @CsvSource({
        "PYPI,     Sample_Project,   sample-project",
        "PYPI,     a,                a",
        "PYPI,     0,                0",
        "PYPI,     A.-_b,            a-b",
        "PYPI,     zope.interface,   zope-interface",
        "NPM,      left-pad,         left-pad",
        "NPM,      @scope/name.js,   @scope/name.js",
        "NPM,      ~tilde,           ~tilde",
        "CARGO,    Serde_JSON,       serde-json",
        "CARGO,    a,                a",
        "RUBYGEMS, Ruby-On_Rails.x,  Ruby-On_Rails.x",
        "RUBYGEMS, _old,             _old",
        "NUGET,    Newtonsoft.Json,  newtonsoft.json",
        "NUGET,    _A__b-C,          _a__b-c",
        "GENERIC,  Any thing/(1),    Any thing/(1)",
        "GENERIC,  ...,              ...",
    })
    void aNameIsComparedInItsNormalisedForm(Ecosystem ecosystem, String name, String normalized) {
        assertThat(ProjectName.of(ecosystem, name)).hasValue(new ProjectName(name, normalized));
    }

    @ParameterizedTest
    @CsvSource({
        "PYPI,     ''",
        "PYPI,     -a",
        "PYPI,     a-",
        "PYPI,     .",
        "PYPI,     _",
        "PYPI,     a b",
        "PYPI,     a/b",
        "PYPI,     ../a",
        "PYPI,     'a\n'",
        "PYPI,     'a\u0000'",
        "PYPI,     é",
        "PYPI,     \u212aite",
        "PYPI,     \u0661",
        "NPM,      Left-Pad",
        "NPM,      .hidden",
        "NPM,      _private",
        "NPM,      @scope",
        "NPM,      @scope/",
        "NPM,      @/name",
        "NPM,      @a/b/c",
        "NPM,      @scope%2fname",
        "NPM,      @../name",
        "NPM,      a/b",
        "NPM,      a b",
        "CARGO,    1a",
        "CARGO,    -a",
        "CARGO,    _a",
        "CARGO,    a.b",
        "CARGO,    é",
        "RUBYGEMS, ''",
        "RUBYGEMS, .",
        "RUBYGEMS, ..",
        "RUBYGEMS, a b",
        "RUBYGEMS, a/b",
        "NUGET,    .a",
        "NUGET,    a.",
        "NUGET,    a..b",
        "NUGET,    a b",
        "NUGET,    ümlaut",
        "GENERIC,  ''",
        "GENERIC,  ' a'",
        "GENERIC,  'a '",
        "GENERIC,  .",
        "GENERIC,  ..",
        "GENERIC,  'a\tb'",
        "GENERIC,  é",
        "GENERIC,  a;b",
        "GENERIC,  'a,b'",
        "GENERIC,  a\\b",
        "GENERIC,  a%2fb",
        "GENERIC,  a//b",
        "GENERIC,  a/",
        "GENERIC,  /a",
        "GENERIC,  a/../b",
    })
    void whatIsNoNameIsNotRead(Ecosystem ecosystem, String text) {
        assertThat(ProjectName.of(ecosystem, text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PYPI,     Sample.Project,  sample--_project, true",
        "PYPI,     ab,              a-b,              false",
        "NPM,      a-b,             a_b,              false",
        "CARGO,    Serde_json,      serde-JSON,       true",
        "CARGO,    ab,              a-b,              false",
        "RUBYGEMS, Rails,           rails,            false",
        "RUBYGEMS, a-b,             a_b,              false",
        "NUGET,    My.Package,      my.PACKAGE,       true",
        "NUGET,    my-package,      my.package,       false",
        "GENERIC,  A,               a,                false",
    })
    void twoNamesAreOneProjectWhereTheEcosystemSaysSo(
            Ecosystem ecosystem, String one, String other, boolean same) {
        String normalized = ProjectName.of(ecosystem, one).orElseThrow().normalized();

        assertThat(normalized.equals(ProjectName.of(ecosystem, other).orElseThrow().normalized()))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "PYPI, 200",
        "NPM, 214",
        "CARGO, 64",
        "RUBYGEMS, 200",
        "NUGET, 100",
        "GENERIC, 200"
    })
    void aNameHasALongestLength(Ecosystem ecosystem, int longest) {
        assertThat(ProjectName.of(ecosystem, "a".repeat(longest))).isPresent();
        assertThat(ProjectName.of(ecosystem, "a".repeat(longest + 1))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void aNormalisedNameIsANameThatStaysTheSame(Ecosystem ecosystem) {
        for (String name : new String[] {"a", "ab-c", "a0"}) {
            String normalized = ProjectName.of(ecosystem, name).orElseThrow().normalized();
            assertThat(ProjectName.of(ecosystem, normalized).orElseThrow().normalized())
                    .isEqualTo(normalized);
        }
    }

    @Test
    @DisplayName("Hazard 21: the machine's language does not change what a name is")
    void normalisingIsTheSameInTurkey() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr"));
            assertThat(ProjectName.of(Ecosystem.PYPI, "TITLE").orElseThrow().normalized())
                    .isEqualTo("title");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @Timeout(2)
    @DisplayName("Hazard 26: a name made to be dear to read is not")
    @ValueSource(strings = {"_", "a.", "a-", "a_", "-", "."})
    void aHostileNameIsRefusedFast(String piece) {
        for (Ecosystem ecosystem : Ecosystem.values()) {
            String hostile = piece.repeat(99 / piece.length()) + "\n";
            assertThat(ProjectName.of(ecosystem, hostile)).isEmpty();
        }
        assertThat(ProjectName.of(Ecosystem.PYPI, "a" + "-".repeat(10_000_000))).isEmpty();
    }
}
