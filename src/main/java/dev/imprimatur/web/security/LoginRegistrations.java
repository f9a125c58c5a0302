package dev.imprimatur.web.security;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.identity.LoginProviders;
import dev.imprimatur.web.PagePaths;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * Tells Spring Security of the identity providers as they are found when somebody signs in. It
 * never learns the client secret: what it is told may be written into a log.
 */
final class LoginRegistrations implements ClientRegistrationRepository {

    private final LoginProviders providers;
    private final ServiceProperties service;

    LoginRegistrations(LoginProviders providers, ServiceProperties service) {
        this.providers = providers;
        this.service = service;
    }

    /** Where a browser comes back to: by what the operator says, never by the request's host. */
    static String back(ServiceProperties service, String provider) {
        return service.publicUrl() + PagePaths.SIGN_IN_BACK + "/" + provider;
    }

    @Override
    public ClientRegistration findByRegistrationId(String id) {
        if (!providers.has(id)) {
            throw new LoginFailure(LoginFailure.Kind.NOWHERE, "no such identity provider");
        }
        LoginProviders.Way way =
                providers
                        .way(id)
                        .orElseThrow(
                                () ->
                                        new LoginFailure(
                                                LoginFailure.Kind.UNANSWERED,
                                                "the discovery document cannot be had"));
        return ClientRegistration.withRegistrationId(id)
                .clientId(way.clientId())
                // As of a client without a secret: a verifier is asked for in any case.
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(back(service, id))
                .scope(way.scopes())
                .issuerUri(way.issuer())
                .authorizationUri(way.authorization().toString())
                .tokenUri(way.token().toString())
                .build();
    }
}
