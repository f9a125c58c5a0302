package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the API of a forge is, and what an operator may say about it. */
class ForgeApiTests {

    private static final String SERVER = "https://github.example.org/_services/token";

    @ParameterizedTest
    @CsvSource({
        "github, https://token.actions.githubusercontent.com/octo-enterprise, https://api.github.com",
        "github, https://token.actions.octo.ghe.com,         https://api.octo.ghe.com",
        "github, https://github.example.org/_services/token, https://github.example.org/api/v3",
        "github, https://g.example.org:8443/_services/token, https://g.example.org:8443/api/v3",
        "gitlab, https://gitlab.example.org,                 https://gitlab.example.org/api/v4",
        "gitlab, https://example.org/gitlab/,                https://example.org/gitlab/api/v4"
    })
    void anInstanceIsAskedItself(String base, String issuer, String api) {
        assertThat(api("mine: {extends: %s, issuer: '%s'}".formatted(base, issuer)).url())
                .isEqualTo(URI.create(api));
    }

    @Test
    void theShippedOnesAreAskedWithoutAnySetting() {
        ForgeApi github = Objects.requireNonNull(Definitions.github().forgeApi());
        ForgeApi gitlab = Objects.requireNonNull(Definitions.gitlab().forgeApi());

        assertThat(github)
                .isEqualTo(
                        new ForgeApi(
                                ForgeApi.Kind.GITHUB,
                                URI.create("https://api.github.com"),
                                null,
                                false,
                                Duration.ofSeconds(2)));
        assertThat(gitlab.url()).isEqualTo(URI.create("https://gitlab.com/api/v4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ci.example.org",
                "https://github.example.org/_services/token/x",
                "https://token.actions.githubusercontent.com.example.org"
            })
    @DisplayName("Hazard 17: a stranger's repository of the same name is never looked up")
    void anIssuerThatDoesNotSayWhereItsApiIsIsNotAskedForAtAll(String issuer) {
        assertThat(
                        Definitions.of(
                                        "mine",
                                        "mine: {extends: github, issuer: '%s'}".formatted(issuer))
                                .forgeApi())
                .isNull();
    }

    @Test
    void whatIsSetHoldsForTheProviderThatItIsSetFor() {
        String yaml =
                """
                github:
                  resolver-settings:
                    api-url: https://proxy.example.org/github/
                    token: secret-of-github
                    private-repositories: true
                    budget: 500ms
                mine:
                  extends: github
                  issuer: https://github.example.org/_services/token
                """;
        ForgeApi github = Objects.requireNonNull(Definitions.of("github", yaml).forgeApi());
        ForgeApi mine = Objects.requireNonNull(Definitions.of("mine", yaml).forgeApi());

        assertThat(github.url()).isEqualTo(URI.create("https://proxy.example.org/github"));
        assertThat(github.budget()).isEqualTo(Duration.ofMillis(500));
        assertThat(github.token()).isNotNull();
        assertThat(github.privateRepositories()).isTrue();
        assertThat(github.toString()).contains("[secret]").doesNotContain("secret-of");
        assertThat(mine.url()).isEqualTo(URI.create("https://github.example.org/api/v3"));
        assertThat(mine.token()).isNull();
        assertThat(mine.privateRepositories()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resolver: none",
                "resolver-settings: {enabled: false}",
                "resolver-settings: {enabled: false, api-url: 'https://api.example.org'}",
                "pins: []"
            })
    void itCanBeSwitchedOff(String setting) {
        assertThat(
                        Definitions.of(
                                        "mine",
                                        "mine: {extends: github, issuer: '%s', %s}"
                                                .formatted(SERVER, setting))
                                .forgeApi())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.org",
                "http://localhost:8080",
                "ftp://api.example.org",
                "api.example.org",
                "https://user@api.example.org",
                "https://api.example.org?x=y",
                "https://api.example.org/#x",
                "https://api.example.org/a/../b",
                "https://",
                "not a URL"
            })
    void theAddressIsOneOfHttps(String url) {
        refused("api-url: '%s'".formatted(url))
                .withMessage(
                        "imprimatur.providers.mine.resolver-settings.api-url must be an https URL,"
                                + " such as https://api.github.com, without user, query or"
                                + " fragment (http only for loopback, with allow-http-loopback:"
                                + " true)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.example.org", "http://127.0.0.1.example.org"})
    void httpIsForLoopbackAlone(String url) {
        String yaml = "mine: {extends: github, issuer: '%s', allow-http-loopback: true, %s}";
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () ->
                                api(
                                        yaml.formatted(
                                                SERVER,
                                                "resolver-settings: {api-url: '%s'}"
                                                        .formatted(url))));
        assertThat(
                        api(yaml.formatted(
                                        SERVER,
                                        "resolver-settings: {api-url: 'http://127.0.0.1:8080'}"))
                                .url())
                .isEqualTo(URI.create("http://127.0.0.1:8080"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'two words'", "\"line\\nbreak\"", "'schlüssel'", "''"})
    @DisplayName("Hazard 28: a token that is no token is refused without being shown")
    void aTokenIsOneWord(String token) {
        refused("token: " + token)
                .withMessage(
                        "imprimatur.providers.mine.resolver-settings.token must be one word of"
                                + " printable ASCII characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99ms", "11s", "0s", "-1s"})
    void theBudgetIsShort(String budget) {
        refused("budget: " + budget)
                .withMessage(
                        "imprimatur.providers.mine.resolver-settings.budget must be between 100ms"
                                + " and 10s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token: x", "enabled: true"})
    void whereNobodyKnowsTheAddressItIsAskedFor(String setting) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () ->
                                api(
                                        "mine: {extends: github, issuer: 'https://ci.example.org', resolver-settings: {%s}}"
                                                .formatted(setting)))
                .withMessage(
                        "imprimatur.providers.mine.resolver-settings.api-url must be set: the"
                                + " issuer does not say where it is");
    }

    @Test
    void settingsWithoutAResolverWouldDoNothing() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> api(Definitions.SOUND + "  resolver-settings: {enabled: true}\n"))
                .withMessage(
                        "imprimatur.providers.forge.resolver-settings needs a resolver that it is"
                                + " for: github or gitlab");
    }

    @Test
    void aResolverFitsItsDefinition() {
        String address = "resolver-settings: {api-url: 'https://api.example.org'}";
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () ->
                                api(
                                        Definitions.SOUND
                                                + "  resolver: github\n  %s\n".formatted(address)))
                .withMessage(
                        "imprimatur.providers.forge.resolver github needs a field repository that"
                                + " is required and compared by equality; without one, set"
                                + " resolver: none");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () ->
                                api(
                                        "mine: {extends: github, issuer: '%s', pins: [repository_id, repository_owner_id, run_id]}"
                                                .formatted(SERVER)))
                .withMessageStartingWith("imprimatur.providers.mine.");
    }

    private static ThrowableAssertAlternative<ConfigurationException> refused(String setting) {
        return assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () ->
                                api(
                                        "mine: {extends: github, issuer: '%s', resolver-settings: {%s}}"
                                                .formatted(SERVER, setting)));
    }

    private static ForgeApi api(String yaml) {
        String id = yaml.startsWith("forge") ? "forge" : "mine";
        return Objects.requireNonNull(Definitions.of(id, yaml).forgeApi());
    }
}
