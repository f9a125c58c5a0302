package dev.imprimatur.web.security;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.identity.LoginProviders;
import dev.imprimatur.identity.Person;
import java.util.Map;
import java.util.Objects;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.stereotype.Component;

/**
 * Has the identity room do what Spring Security would do by itself when a browser comes back: go to
 * the token endpoint, verify the ID token, read who it is. Its own ways go to whatever address, for
 * however long, and know nothing of our keys.
 */
@Component
final class LoginExchange
        implements OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest>,
                JwtDecoderFactory<ClientRegistration>,
                OAuth2UserService<OidcUserRequest, OidcUser> {

    /** Under which the person travels with the verified claims. */
    private static final String PERSON = "imprimatur.person";

    /** Where a token is wanted that we do not keep. */
    private static final String NONE = "-";

    private final LoginProviders providers;
    private final ServiceProperties service;

    LoginExchange(LoginProviders providers, ServiceProperties service) {
        this.providers = providers;
        this.service = service;
    }

    /** The code for an ID token; no other token goes further. */
    @Override
    public OAuth2AccessTokenResponse getTokenResponse(OAuth2AuthorizationCodeGrantRequest grant) {
        String id = grant.getClientRegistration().getRegistrationId();
        var exchange = grant.getAuthorizationExchange();
        String code = Objects.requireNonNullElse(exchange.getAuthorizationResponse().getCode(), "");
        String verifier =
                Objects.requireNonNull(
                        exchange.getAuthorizationRequest()
                                .<String>getAttribute(PkceParameterNames.CODE_VERIFIER));
        return switch (providers.trade(id, code, verifier, LoginRegistrations.back(service, id))) {
            case LoginProviders.Traded(var idToken) ->
                    OAuth2AccessTokenResponse.withToken(NONE)
                            .tokenType(TokenType.BEARER)
                            .additionalParameters(
                                    Map.of(OidcParameterNames.ID_TOKEN, idToken.reveal()))
                            .build();
            case LoginProviders.Answer other -> throw failure(other);
        };
    }

    @Override
    public JwtDecoder createDecoder(ClientRegistration provider) {
        return idToken ->
                switch (providers.verify(provider.getRegistrationId(), idToken)) {
                    case LoginProviders.SignedIn known -> claims(known);
                    case LoginProviders.Answer other -> throw failure(other);
                };
    }

    @Override
    public OidcUser loadUser(OidcUserRequest request) {
        Person person = request.getIdToken().getClaim(PERSON);
        return new KnownPerson(request.getIdToken(), Objects.requireNonNull(person));
    }

    /** What Spring Security goes on to look at: the nonce above all. */
    private static Jwt claims(LoginProviders.SignedIn known) {
        return Jwt.withTokenValue(NONE)
                .header("typ", "JWT")
                .subject(known.person().subject())
                .issuedAt(known.issuedAt())
                .expiresAt(known.expiresAt())
                .claim(OidcParameterNames.NONCE, known.nonce())
                .claim(PERSON, known.person())
                .build();
    }

    private static LoginFailure failure(LoginProviders.Answer answer) {
        return switch (answer) {
            case LoginProviders.Refused(String cause) ->
                    new LoginFailure(LoginFailure.Kind.UNPROVEN, cause);
            case LoginProviders.Unanswered(String cause) ->
                    new LoginFailure(LoginFailure.Kind.UNANSWERED, cause);
            case LoginProviders.Traded _, LoginProviders.SignedIn _ ->
                    new LoginFailure(LoginFailure.Kind.UNPROVEN, "an answer to another question");
        };
    }
}
