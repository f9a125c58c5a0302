package dev.imprimatur.web.security;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Accounts;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import dev.imprimatur.identity.AccessTokens;
import dev.imprimatur.identity.Person;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Finds out who comes with a bearer token: an API token of ours or an access token of the
 * operator's identity provider, told apart by their form.
 */
@Component
final class AccountAuthentication implements AuthenticationManager {

    private static final String INVALID = "Bearer realm=\"imprimatur\", error=\"invalid_token\"";

    private final TokenHolders holders;
    private final AccessTokens accessTokens;
    private final Accounts accounts;

    AccountAuthentication(TokenHolders holders, AccessTokens accessTokens, Accounts accounts) {
        this.holders = holders;
        this.accessTokens = accessTokens;
        this.accounts = accounts;
    }

    @Override
    public Authentication authenticate(Authentication presented) {
        String text = ((BearerTokenAuthenticationToken) presented).getToken();
        AccountPrincipal principal =
                ApiTokens.isMeant(text) ? ofApiToken(text) : ofAccessToken(text);
        return UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of());
    }

    private AccountPrincipal ofApiToken(String text) {
        return holders.whose(text)
                .orElseThrow(() -> new InvalidBearerTokenException("No such API token"));
    }

    private AccountPrincipal ofAccessToken(String text) {
        return switch (accessTokens.verify(text)) {
            case AccessTokens.Known(Person person, Instant expiresAt) ->
                    new AccountPrincipal(caller(person), expiresAt);
            case AccessTokens.Unproven() ->
                    throw new InvalidBearerTokenException("No access token that is trusted here");
            case AccessTokens.Refused(String reason) ->
                    throw new ProblemException(
                            Problem.of(ProblemCode.UNAUTHENTICATED, reason)
                                    .withHeaders(Map.of(HttpHeaders.WWW_AUTHENTICATE, INVALID)));
            // Not a refusal: whoever comes again later is let in with the same token.
            case AccessTokens.IssuerUnavailable(var retryAfter) ->
                    throw new ProblemException(
                            Problem.of(
                                            ProblemCode.ISSUER_UNAVAILABLE,
                                            "The keys of your identity provider cannot be had now")
                                    .retryAfter(retryAfter));
        };
    }

    /** Standing comes with each access token, or each sign-in, and is kept in no account. */
    Caller caller(Person person) {
        Account account =
                accounts.visiting(person.issuer(), person.subject(), person.name(), person.email());
        return Caller.person(account, person.administrator(), person.member());
    }
}
