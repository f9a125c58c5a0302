package dev.imprimatur.web.security;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.identity.LoginProviders;
import dev.imprimatur.web.PagePaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.stereotype.Component;

/**
 * Puts our parts into Spring Security's OpenID Connect login, which sends browsers away with state,
 * nonce and challenge and checks what they come back with.
 */
@Component
final class LoginSecurity {

    private final LoginRegistrations registrations;
    private final LoginAttempts attempts;
    private final LoginExchange exchange;
    private final LoginEnd end;

    LoginSecurity(
            LoginProviders providers,
            ServiceProperties service,
            LoginAttempts attempts,
            LoginExchange exchange,
            LoginEnd end) {
        this.registrations = new LoginRegistrations(providers, service);
        this.attempts = attempts;
        this.exchange = exchange;
        this.end = end;
    }

    /** No {@code Customizer}: Spring Security puts one that is a bean into every chain there is. */
    void customize(OAuth2LoginConfigurer<HttpSecurity> login) {
        login.loginPage(PagePaths.SIGN_IN)
                .clientRegistrationRepository(registrations)
                .authorizedClientRepository(new NoClients())
                .authorizationEndpoint(
                        there ->
                                there.baseUri(PagePaths.SIGN_IN_WITH)
                                        .authorizationRequestRepository(attempts))
                .redirectionEndpoint(back -> back.baseUri(PagePaths.SIGN_IN_BACK + "/*"))
                .tokenEndpoint(tokens -> tokens.accessTokenResponseClient(exchange))
                .userInfoEndpoint(person -> person.oidcUserService(exchange))
                .successHandler(end)
                .failureHandler(end)
                .withObjectPostProcessor(
                        new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                            @Override
                            public <O extends OAuth2AuthorizationRequestRedirectFilter>
                                    O postProcess(O filter) {
                                // Its own answers 500 to an id that is none.
                                filter.setAuthenticationFailureHandler(end);
                                return filter;
                            }
                        });
    }

    /** Keeps none of the tokens of a sign-in: who it is was all that we wanted to know. */
    private static final class NoClients implements OAuth2AuthorizedClientRepository {

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals")
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String provider, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String provider,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {}
    }
}
