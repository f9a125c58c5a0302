package dev.imprimatur.web.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * Where a sign-in with an identity provider leads: to the page that was asked for, or back to the
 * sign-in with a sentence of ours. Either way the browser leaves the address that holds the code.
 */
@Component
final class LoginEnd implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    private static final Logger log = LoggerFactory.getLogger(LoginEnd.class);

    /** Of Spring Security: nobody here began what came back. */
    private static final Set<String> NOT_BEGUN =
            Set.of("authorization_request_not_found", "invalid_request", "invalid_state_parameter");

    private final BrowserSessions sessions;
    private final AccountAuthentication accounts;
    private final Problems problems;

    LoginEnd(BrowserSessions sessions, AccountAuthentication accounts, Problems problems) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.problems = problems;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication who)
            throws IOException {
        KnownPerson known = (KnownPerson) Objects.requireNonNull(who.getPrincipal());
        LoginAttempt attempt = LoginAttempts.finishedBy(request).orElseThrow();
        sessions.begin(
                new AccountPrincipal(accounts.caller(known.person()), null),
                attempt.provider(),
                request,
                response);
        response.sendRedirect(PagePaths.backTo(attempt.next()));
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        LoginFailure failure = failure(why);
        if (failure.kind() == LoginFailure.Kind.NOWHERE) {
            problems.write(
                    request,
                    response,
                    Problem.of(ProblemCode.NOT_FOUND, "No identity provider has this id"));
            return;
        }
        log.info(
                "A sign-in with {} came to nothing: {}",
                LoginAttempts.finishedBy(request).map(LoginAttempt::provider).orElse("a provider"),
                failure.getMessage());
        String next =
                LoginAttempts.finishedBy(request)
                        .map(LoginAttempt::next)
                        .orElseGet(() -> request.getParameter("next"));
        response.sendRedirect(
                PagePaths.SIGN_IN
                        + "?problem="
                        + failure.kind().text()
                        + "&next="
                        + UriUtils.encode(PagePaths.backTo(next), UTF_8));
    }

    /** What an identity provider wrote into the address is neither shown nor logged. */
    private static LoginFailure failure(AuthenticationException why) {
        if (why instanceof LoginFailure failure) {
            return failure;
        }
        if (why.getCause() instanceof LoginFailure failure) {
            return failure;
        }
        String code =
                why instanceof OAuth2AuthenticationException told
                        ? told.getError().getErrorCode()
                        : "";
        return switch (code) {
            case String it when NOT_BEGUN.contains(it) ->
                    new LoginFailure(
                            LoginFailure.Kind.EXPIRED,
                            "this browser began no such sign-in, or too long ago");
            case "invalid_nonce" ->
                    new LoginFailure(LoginFailure.Kind.UNPROVEN, "its ID token has another nonce");
            case "access_denied" ->
                    new LoginFailure(LoginFailure.Kind.DENIED, "access was denied there");
            default ->
                    new LoginFailure(
                            LoginFailure.Kind.DENIED, "the identity provider says an error");
        };
    }
}
