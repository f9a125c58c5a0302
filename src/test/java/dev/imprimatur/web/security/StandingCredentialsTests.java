package dev.imprimatur.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestPeople;
import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.NewApiToken;
import dev.imprimatur.account.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Whether who was let in would be let in again, while a stream goes on. */
@ServiceTest
class StandingCredentialsTests {

    @Autowired private StandingCredentials credentials;
    @Autowired private AccountAuthentication authentication;
    @Autowired private ApiTokens tokens;
    @Autowired private JdbcClient jdbc;
    @Autowired private Clock clock;

    @Test
    void anApiTokenHoldsUntilItIsRemoved() {
        ApiToken token = token();
        AccountPrincipal account = new AccountPrincipal(token.caller(), null);

        assertThat(credentials.hold(account)).isTrue();
        tokens.remove(token.id(), "system");
        assertThat(credentials.hold(account)).isFalse();
    }

    @Test
    void anApiTokenHoldsUntilItExpires() {
        ApiToken token = token();
        AccountPrincipal account = new AccountPrincipal(token.caller(), null);

        expire(token, "now() + interval '1 hour'");
        assertThat(credentials.hold(account)).isTrue();
        expire(token, "now()");
        assertThat(credentials.hold(account)).isFalse();
    }

    @Test
    void aPersonsStandingHoldsUntilTheirAccessTokenExpires() {
        String text = TestPeople.accessToken(TestPeople.newName(), "imprimatur-admin").text();
        AccountPrincipal person =
                (AccountPrincipal)
                        Objects.requireNonNull(
                                authentication
                                        .authenticate(new BearerTokenAuthenticationToken(text))
                                        .getPrincipal());

        assertThat(person.caller().isAdmin()).isTrue();
        assertThat(person.expiresAt()).isAfter(clock.instant());
        assertThat(credentials.hold(person)).isTrue();
        Instant now = clock.instant();
        assertThat(credentials.hold(new AccountPrincipal(person.caller(), now))).isFalse();
    }

    private ApiToken token() {
        NewApiToken wanted = new NewApiToken(TestPeople.newName(), null, Scope.ADMIN, null, null);
        return ((ApiTokens.Created) tokens.create(wanted, "system")).token();
    }

    private void expire(ApiToken token, String time) {
        jdbc.sql("UPDATE api_token SET expires_at = %s WHERE id = :id".formatted(time))
                .param("id", token.id())
                .update();
    }
}
