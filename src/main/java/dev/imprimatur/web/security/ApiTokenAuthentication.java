package dev.imprimatur.web.security;

import dev.imprimatur.account.ApiToken;
import dev.imprimatur.account.ApiTokens;
import java.util.List;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Checks the API token of a request. Access tokens of the operator's identity provider will be told
 * apart from it by their form, here.
 */
final class ApiTokenAuthentication implements AuthenticationManager {

    private final ApiTokens tokens;

    ApiTokenAuthentication(ApiTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Authentication authenticate(Authentication presented) {
        String text = ((BearerTokenAuthenticationToken) presented).getToken();
        return tokens.ofText(text)
                .map(this::principal)
                .map(
                        account ->
                                UsernamePasswordAuthenticationToken.authenticated(
                                        account, null, List.of()))
                .orElseThrow(() -> new InvalidBearerTokenException("No such API token"));
    }

    private AccountPrincipal principal(ApiToken token) {
        tokens.used(token);
        return new AccountPrincipal(token.caller());
    }
}
