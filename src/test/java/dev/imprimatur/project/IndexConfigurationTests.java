package dev.imprimatur.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.imprimatur.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

class IndexConfigurationTests {

    private static final String SOUND =
            """
            python:
              ecosystem: pypi
              upload-urls: https://packages.example.org/legacy/
              audience: packages.example.org
              token-lifetime: 15m
              project-pattern: /legacy/{project}/**
              default: true
              secrets: [0123456789abcdef, fedcba9876543210]
            crates:
              ecosystem: cargo
              upload-urls: [https://packages.example.org/crates, http://localhost:8080/crates]
              audience: crates.example.org
              secrets: 0123456789abcdef
            """;

    private final Indexes indexes = indexes(SOUND);

    @Test
    void anIndexIsWhatIsWrittenAndDefaultsOtherwise() {
        PackageIndex python = indexes.ofId("python").orElseThrow();
        PackageIndex crates = indexes.ofId("crates").orElseThrow();

        assertThat(python.ecosystem()).isEqualTo(Ecosystem.PYPI);
        assertThat(python.enabled()).isTrue();
        assertThat(python.isDefault()).isTrue();
        assertThat(python.tokenPrefix()).isEqualTo("pypi-");
        assertThat(python.projectName("Sample_Project")).isPresent();
        assertThat(python.projectPattern()).isNotNull();
        assertThat(crates.isDefault()).isFalse();
        assertThat(crates.tokenPrefix()).isEmpty();
        assertThat(crates.tokenLifetime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(crates.projectPattern()).isNull();
        assertThat(indexes.all()).containsExactly(python, crates);
        assertThat(indexes.ofId("nothing")).isEmpty();
    }

    @Test
    void noIndexAtAllIsFine() {
        assertThat(indexes("").all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "packages.example.org, PYPI,  python, python",
        "packages.example.org, CARGO, crates, python",
        "packages.example.org, NPM,   none,   python",
        "localhost:8080,       CARGO, crates, crates",
        "localhost:8080,       PYPI,  none,   crates",
        "localhost,            CARGO, none,   none",
        "evil.example,         PYPI,  none,   none",
    })
    void theDefaultAnswersForItsHost(
            String host, String ecosystem, String defaultIndex, String first) {
        assertThat(
                        indexes.defaultOn(host, Ecosystem.valueOf(ecosystem))
                                .map(PackageIndex::id)
                                .orElse("none"))
                .isEqualTo(defaultIndex);
        assertThat(indexes.onHost(host).stream().map(PackageIndex::id).findFirst().orElse("none"))
                .isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/legacy/,    /legacy/,       true",
        "https://example.org/legacy/,    /legacy,        false",
        "https://example.org/legacy/,    /Legacy/,       false",
        "https://example.org/legacy/,    /legacy/x,      false",
        "https://example.org/legacy/,    /x/../legacy/,  false",
        "https://example.org/legacy/,    /%6cegacy/,     false",
        "https://example.org/legacy/,    '',             false",
        "https://example.org/a%20b/,     /a%20b/,        true",
        "https://example.org,            '',             true",
        "https://example.org,            /,              true",
        "https://example.org/,           '',             true",
    })
    void anIndexIsFoundByItsUploadUrl(String url, String path, boolean found) {
        Indexes one = indexes(index("one", url, "a"));

        assertThat(one.ofUploadUrl("example.org", path).isPresent()).isEqualTo(found);
        assertThat(one.ofUploadUrl("example.com", path)).isEmpty();
        assertThat(one.ofUploadUrl("example.org:8443", path)).isEmpty();
    }

    @Test
    void theUploadUrlIsThatOfTheRequestsHost() {
        PackageIndex crates = indexes.ofId("crates").orElseThrow();

        assertThat(crates.uploadUrlOn("localhost:8080"))
                .map(Object::toString)
                .hasValue("http://localhost:8080/crates");
        assertThat(crates.uploadUrlOn("evil.example")).isEmpty();
    }

    @ParameterizedTest(name = "{1}: {3}")
    @MethodSource
    void whatIsWrongIsSaidInOneSentence(
            String written, String instead, String property, String wanted) {
        assertThat(SOUND).contains(written);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () ->
                                indexes(
                                        SOUND.replaceFirst(
                                                Pattern.quote(written),
                                                Matcher.quoteReplacement(instead))))
                .withMessage("imprimatur.indexes.%s %s", property, wanted);
    }

    static Stream<Arguments> whatIsWrongIsSaidInOneSentence() {
        String ecosystem = "must be pypi, npm, cargo, rubygems, nuget or generic";
        String urls = "must be an https URL (or an http one on loopback), or a list of them";
        String audience = "must be 1 to 255 printable ASCII characters without blanks";
        String lifetime = "must be between 15m and 6h";
        String prefix = "must be at most 6 letters, digits, - or _";
        String pattern =
                "must be a path with {project} as one segment, such as /upload/{project}/**";
        String secrets = "must be one or more secrets of at least 16 characters";
        String url = "https://packages.example.org/legacy/";
        String two = "[0123456789abcdef, fedcba9876543210]";
        return Stream.of(
                arguments(
                        "python:",
                        "\"[-python]\":",
                        "-python",
                        "must have an id of a-z, 0-9 and -"),
                arguments("ecosystem: pypi", "enabled: true", "python.ecosystem", ecosystem),
                arguments("upload-urls: " + url, "enabled: true", "python.upload-urls", urls),
                arguments(url, "[]", "python.upload-urls", urls),
                arguments(url, "packages.example.org", "python.upload-urls", urls),
                arguments(url, "http://packages.example.org/", "python.upload-urls", urls),
                arguments(url, "ftp://packages.example.org/", "python.upload-urls", urls),
                arguments(url, "\"http:x\"", "python.upload-urls", urls),
                arguments(url, "http:///x", "python.upload-urls", urls),
                arguments(url, "https:///x", "python.upload-urls", urls),
                arguments(url, "https://u:p@packages.example.org/", "python.upload-urls", urls),
                arguments(url, "https://packages.example.org/?x", "python.upload-urls", urls),
                arguments(url, "\"https://packages.example.org/#x\"", "python.upload-urls", urls),
                arguments(url, "https://packages example org", "python.upload-urls", urls),
                arguments(
                        url,
                        "https://packages.example.org/crates",
                        "crates.upload-urls",
                        "must be other ones than those of python"),
                arguments("audience: packages", "enabled: true #", "python.audience", audience),
                arguments("packages.example.org\n", "a b\n", "python.audience", audience),
                arguments("packages.example.org\n", "ä\n", "python.audience", audience),
                arguments("packages.example.org\n", "''\n", "python.audience", audience),
                arguments(
                        "packages.example.org\n",
                        "a".repeat(256) + "\n",
                        "python.audience",
                        audience),
                arguments(
                        "audience: crates",
                        "audience: packages",
                        "crates.audience",
                        "must be another one than that of python"),
                arguments(
                        "/legacy/\n",
                        "/_/legacy/\n",
                        "python.upload-urls",
                        "must not lie below /_/, where Imprimatur's own paths are"),
                arguments("15m", "14m", "python.token-lifetime", lifetime),
                arguments("15m", "361m", "python.token-lifetime", lifetime),
                arguments("15m", "-1h", "python.token-lifetime", lifetime),
                arguments(
                        "default",
                        "token-prefix: toolong\n  default",
                        "python.token-prefix",
                        prefix),
                arguments(
                        "default", "token-prefix: 'a b'\n  default", "python.token-prefix", prefix),
                arguments("/legacy/{project}/**", "/legacy/**", "python.project-pattern", pattern),
                arguments("/legacy/{project}/**", "'{project}'", "python.project-pattern", pattern),
                arguments("secrets: " + two, "enabled: true", "python.secrets", secrets),
                arguments(two, "[]", "python.secrets", secrets),
                arguments(two, "[0123456789abcdef, short]", "python.secrets", secrets));
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, true"})
    void ofSeveralIndexesOfOneKindOnAHostExactlyOneIsTheDefault(String python, String crates) {
        String two =
                SOUND.replace("default: true", "default: " + python)
                        .replace("ecosystem: cargo", "ecosystem: pypi\n  default: " + crates);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> indexes(two))
                .withMessage(
                        "imprimatur.indexes.python.default must be true for exactly one of the"
                                + " pypi indexes on packages.example.org");
    }

    @Test
    @DisplayName("Hazard 28: a sentence about secrets holds none")
    void noSecretIsEverSaid() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> indexes(SOUND.replace("fedcba9876543210", "hunter2")))
                .withMessageNotContaining("hunter2")
                .withMessageNotContaining("0123456789abcdef");
        assertThat(properties(SOUND).toString())
                .contains("packages.example.org")
                .doesNotContain("0123456789abcdef")
                .doesNotContain("fedcba9876543210");
        assertThat(indexes.all().toString()).doesNotContain("0123456789abcdef");
    }

    private static String index(String id, String url, String audience) {
        return """
        %s:
          ecosystem: pypi
          upload-urls: %s
          audience: %s
          secrets: 0123456789abcdef
        """
                .formatted(id, url, audience);
    }

    private static Indexes indexes(String yaml) {
        return new IndexConfiguration().indexes(properties(yaml));
    }

    private static IndexesProperties properties(String yaml) {
        String file = yaml.isBlank() ? "" : "imprimatur:\n  indexes:\n" + yaml.indent(4);
        try {
            return new Binder(
                            ConfigurationPropertySources.from(
                                    new YamlPropertySourceLoader()
                                            .load(
                                                    "operator",
                                                    new ByteArrayResource(file.getBytes(UTF_8)))))
                    .bindOrCreate("imprimatur", IndexesProperties.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
