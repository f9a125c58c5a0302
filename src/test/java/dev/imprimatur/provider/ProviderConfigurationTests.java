package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.ConfigurationException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class ProviderConfigurationTests {

    /** An issuer for those that have none of their own. */
    private static final String ISSUER = "issuer: https://ci.example.org/x";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "activestate",
                "bitbucket",
                "buildkite",
                "circleci",
                "forgejo",
                "google",
                "jenkins",
                "semaphore"
            })
    void theOthersAreOffUntilTheOperatorSwitchesThemOn(String id) {
        assertThat(Definitions.all("").ofId(id)).isEmpty();
        assertThat(Definitions.all(id + ": {label: Ours}").ofId(id)).isEmpty();
        assertThat(Definitions.shipped(id, ISSUER).label()).isNotEqualTo(id);
        assertThat(Definitions.of("mine", "mine: {extends: %s, %s}".formatted(id, ISSUER)).claims())
                .isEqualTo(Definitions.shipped(id, ISSUER).claims());
        assertThat(
                        Definitions.all(
                                        "mine: {extends: %s, enabled: false, %s}"
                                                .formatted(id, ISSUER))
                                .ofId("mine"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bitbucket", "circleci", "forgejo", "jenkins", "semaphore"})
    void oneWithoutAnIssuerOfItsOwnIsToldSoWhenItIsSwitchedOn(String id) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Definitions.all(id + ": {enabled: true}"))
                .withMessage(
                        "imprimatur.providers.%s.issuer must be an https URL, exactly as the"
                                + " provider writes it into iss",
                        id);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Definitions.all("mine: {extends: %s}".formatted(id)))
                .withMessageStartingWith("imprimatur.providers.mine.issuer must be an https URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://accounts.google.com",
                "https://agent.buildkite.com",
                "https://platform.activestate.com/api/v1/oauth/oidc"
            })
    void aTokenOfOneThatIsOffIsKnownToBeOfOne(String issuer) {
        assertThat(Definitions.all("").isSwitchedOff(issuer)).isTrue();
        assertThat(Definitions.all("").ofIssuer(issuer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "activestate",
                "bitbucket",
                "buildkite",
                "circleci",
                "forgejo",
                "google",
                "semaphore"
            })
    void whatIsSharedCannotLoseItsTenancy(String id) {
        String shared =
                "%s:\n  enabled: true\n  shared: true\n  %s\n  lookup: [x]\n  fields:\n    - {name: x, claim: %s, required: true}\n"
                        .formatted(id, ISSUER, firstClaim(id));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Definitions.all(shared))
                .withMessageContaining("needs a required field with tenancy: true");
    }

    private static String firstClaim(String id) {
        return Definitions.shipped(id, ISSUER).claims().getFirst().name();
    }

    @Test
    void gitHubAndGitLabAreOn() {
        assertThat(Definitions.all("").all())
                .extracting(ProviderDefinition::id)
                .containsExactly("github", "gitlab");
        assertThat(Definitions.all("").all()).allMatch(ProviderDefinition::shared);
    }

    @Test
    void aShippedProviderCanBeSwitchedOffAndStillBeExtended() {
        Providers providers =
                Definitions.all(
                        """
                        github:
                          enabled: false
                        mine:
                          extends: github
                          issuer: https://github.example.org/_services/token
                        """);

        assertThat(providers.ofId("github")).isEmpty();
        assertThat(providers.ofIssuer(Definitions.github().issuer())).isEmpty();
        assertThat(providers.ofId("mine")).isPresent();
    }

    @Test
    void aProviderThatIsSwitchedOffNeedNotBeSound() {
        assertThat(Definitions.all("later: {enabled: false}").ofId("later")).isEmpty();
    }

    @Test
    void aShippedProviderCanBeChangedInPart() {
        ProviderDefinition github =
                Definitions.of(
                        "github",
                        """
                        github:
                          max-lifetime: 10m
                          constants: {server: "https://proxy.example.org"}
                          links: {run: "{server}/{repository}"}
                        """);

        assertThat(github.maxLifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(github.fields()).hasSameSizeAs(Definitions.github().fields());
        assertThat(github.link(ProviderDefinition.Link.RUN, Job.github().recorded()))
                .hasValue("https://proxy.example.org/octo-org/octo-repo");
        assertThat(github.link(ProviderDefinition.Link.SOURCE, Job.github().recorded()))
                .hasValue("https://proxy.example.org/octo-org/octo-repo/tree/" + Job.SHA);
    }

    @Test
    void anInstanceOfAnInstanceIsFine() {
        ProviderDefinition third =
                Definitions.of(
                        "third",
                        """
                        third: {extends: second, issuer: "https://third.example.org"}
                        second: {extends: gitlab, issuer: "https://second.example.org", label: Ours}
                        """);

        assertThat(third.label()).isEqualTo("Ours");
        assertThat(third.issuer()).isEqualTo("https://third.example.org");
        assertThat(third.pins()).containsExactly("namespace_id", "project_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: {extends: nothing}",
                "a: {extends: a}",
                "a: {extends: b}\nb: {extends: a}",
                "a: {extends: b}\nb: {extends: c}\nc: {extends: b}"
            })
    void aBaseThatIsNotThereOrComesRoundIsRefused(String yaml) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Definitions.all(yaml))
                .withMessage(
                        "imprimatur.providers.a.extends must name another provider, such as"
                                + " github");
    }

    @Test
    void aShippedProviderExtendsNothing() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Definitions.all("github: {extends: gitlab}"))
                .withMessage(
                        "imprimatur.providers.github.extends must not be set: github comes with a"
                                + " definition of its own");
    }

    @Test
    @DisplayName("Hazard 17: two providers of one issuer are refused")
    void twoProvidersOfOneIssuerAreRefused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Definitions.all("mine: {extends: gitlab}"))
                .withMessage(
                        "imprimatur.providers.mine.issuer must be another one than that of gitlab");
    }

    @ParameterizedTest
    @DisplayName("Hazard 3: an issuer is the same string or unknown")
    @ValueSource(
            strings = {
                "https://gitlab.com/",
                "https://GitLab.com",
                "HTTPS://gitlab.com",
                "http://gitlab.com",
                "https://gitlab.com:443",
                "https://gitlab.com.",
                "https://user@gitlab.com",
                "https://gitlab.com.evil.example",
                "https://gitlab.com/../x",
                "https://gitlab.com?x",
                "https://gitlab.com#x",
                " https://gitlab.com",
                "https://gitlab.com\t",
                "https:\\\\gitlab.com",
                "https://gitlab%2ecom",
                "https://gitla\u0432.com",
                "gitlab.com",
                ""
            })
    void issuersAreComparedAsTheyAre(String issuer) {
        Providers providers = Definitions.all("");

        assertThat(providers.ofIssuer("https://gitlab.com")).isPresent();
        assertThat(providers.ofIssuer(issuer)).isEmpty();
    }

    @Test
    void theConfigurationBindsAsTheApplicationReadsIt() {
        new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withPropertyValues(
                        "imprimatur.providers.mine.extends=gitlab",
                        "imprimatur.providers.mine.issuer=https://gitlab.example.org",
                        "imprimatur.providers.mine.max-lifetime=90m")
                .run(
                        context ->
                                assertThat(
                                                context.getBean(Providers.class)
                                                        .ofId("mine")
                                                        .orElseThrow()
                                                        .maxLifetime())
                                        .isEqualTo(Duration.ofMinutes(90)));
    }

    @Test
    void aWrongConfigurationStopsTheStartWithItsSentence() {
        new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withPropertyValues("imprimatur.providers.mine.extends=nothing")
                .run(
                        context ->
                                assertThat(context.getStartupFailure())
                                        .hasRootCauseInstanceOf(ConfigurationException.class));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ProvidersProperties.class)
    @Import(ProviderConfiguration.class)
    static class Application {}

    @Test
    void aNameOfClientsMeansTheProviderOfThatIdUnlessAnotherOneIsGivenIt() {
        String ours = "ours: {extends: github, %s, known-as: github}".formatted(ISSUER);

        assertThat(id(Definitions.all("").knownAs("github"))).contains("github");
        assertThat(id(Definitions.all(ours).knownAs("github"))).contains("ours");
        assertThat(id(Definitions.all(ours).knownAs("ours"))).contains("ours");
        assertThat(Definitions.all(ours).knownAs("circleci")).isEmpty();
        assertThat(
                        Definitions.of(
                                        "more",
                                        ours + "\nmore: {extends: ours, issuer: https://b.test}")
                                .knownAs())
                .isNull();
    }

    @Test
    void aNameOfClientsMeansOneProviderOnly() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () ->
                                Definitions.all(
                                        "a: {extends: github, %s, known-as: github}\nb: {extends: github, issuer: https://b.test, known-as: github}"
                                                .formatted(ISSUER)))
                .withMessage("imprimatur.providers.b.known-as must be another name than that of a");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(
                        () ->
                                Definitions.all(
                                        "a: {extends: github, %s, known-as: A b}"
                                                .formatted(ISSUER)))
                .withMessageStartingWith("imprimatur.providers.a.known-as must be one of");
    }

    private static Optional<String> id(Optional<ProviderDefinition> provider) {
        return provider.map(ProviderDefinition::id);
    }
}
