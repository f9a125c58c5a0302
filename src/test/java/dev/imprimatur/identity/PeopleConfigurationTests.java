package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imprimatur.ConfigurationException;
import dev.imprimatur.provider.ProviderDefinition.Replay;
import dev.imprimatur.provider.Providers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PeopleConfigurationTests {

    private static final Providers CI =
            new Providers(
                    List.of(
                            TestVerifier.provider(
                                    "ci", "https://ci.example.org", Replay.JTI, Set.of("RS256"))),
                    List.of("https://off.example.org"));

    @Test
    void whatIsLeftOutHasADefault() {
        PeopleIssuer issuer = issuers(Map.of()).all().iterator().next();

        assertThat(issuer.keys().id()).isEqualTo("people:staff");
        assertThat(issuer.keys().algorithms()).containsExactly("RS256");
        assertThat(issuer.keys().trustedKeysHost()).isEqualTo("id.example.org");
        assertThat(issuer.nameClaim()).isEqualTo("preferred_username");
        assertThat(issuer.emailClaim()).isEqualTo("email");
        assertThat(issuer.admins()).isEmpty();
    }

    @Test
    void nobodyIsLetInWhereNothingIsConfigured() {
        assertThat(new PeopleConfiguration().peopleIssuers(new PeopleProperties(null), CI).all())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer       | https://ci.example.org  | another one than that of a CI provider",
                "issuer       | https://off.example.org | another one than that of a CI provider",
                "issuer       | http://id.example.org   | must be an https URL",
                "issuer       | http://localhost:1      | must be an https URL",
                "issuer       | https://u@id.example    | must be an https URL",
                "issuer       | id example              | must be an https URL",
                "audiences    | ''                      | must name the aud",
                "keys-url     | http://id.example.org/k | must be an https URL",
                "algorithms   | HS256                   | must be some of",
                "algorithms   | none                    | must be some of",
                "max-lifetime | 0s                      | must be more than nothing",
                "max-lifetime | 40d                     | must be more than nothing",
                "admins       | boss                    | must name the claim",
                "label        | Staff                   | must be set where client-secret",
                "client-id    | a client                | must be the id of a client"
            })
    void whatCannotBeIsOneSentence(String property, String value, String wanted) {
        assertThatThrownBy(() -> issuers(Map.of(property, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("imprimatur.people.issuers.staff.")
                .hasMessageContaining(wanted);
    }

    @Test
    void twoOfOneIssuerAreOneTooMany() {
        Map<String, String> both = new LinkedHashMap<>();
        for (String id : List.of("staff", "again")) {
            both.put("people.issuers." + id + ".issuer", "https://id.example.org");
            both.put("people.issuers." + id + ".audiences", "imprimatur");
        }
        assertThatThrownBy(() -> bind(both)).hasMessageContaining("must be there only once");
    }

    @Test
    void aLoginHasDefaultsAndHidesItsSecret() {
        PeopleIssuer issuer =
                issuers(Map.of("client-id", "pages", "client-secret", "a-secret-for-tests"))
                        .all()
                        .iterator()
                        .next();

        LoginClient login = Objects.requireNonNull(issuer.login());
        assertThat(login.label()).isEqualTo("staff");
        assertThat(login.scopes()).containsExactly("openid", "profile", "email");
        assertThat(login.tokenHost()).isEqualTo("id.example.org");
        assertThat(issuer.toString()).doesNotContain("a-secret-for-tests");
        assertThatThrownBy(() -> issuers(Map.of("client-id", "pages", "scopes", "profile")))
                .hasMessageContaining("openid among them");
    }

    private static PeopleIssuers issuers(Map<String, String> changes) {
        Map<String, String> written = new LinkedHashMap<>();
        written.put("people.issuers.staff.issuer", "https://id.example.org");
        written.put("people.issuers.staff.audiences", "imprimatur");
        changes.forEach((name, value) -> written.put("people.issuers.staff." + name, value));
        return bind(written);
    }

    private static PeopleIssuers bind(Map<String, String> written) {
        PeopleProperties properties =
                new Binder(new MapConfigurationPropertySource(written))
                        .bind("people", PeopleProperties.class)
                        .get();
        return new PeopleConfiguration().peopleIssuers(properties, CI);
    }
}
