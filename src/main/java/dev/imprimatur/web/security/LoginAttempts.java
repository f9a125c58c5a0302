package dev.imprimatur.web.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.web.PagePaths;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps a sign-in between the two redirects where it belongs: in the browser that began it, in a
 * cookie of its own that no script reads and no page but the sign-in gets. No stranger makes a row
 * with it, and any instance finishes what another began.
 *
 * <p>Intent: only the browser that was sent away can come back. State, nonce and verifier are
 * random, and what comes back from the identity provider must fit all three. Neither a seal nor a
 * row in the database would add to that: whoever can change the cookie in their own browser signs
 * nobody in but whom the identity provider says that they are, and {@code next} leads to our own
 * pages alone. What a browser comes with that does not fit its cookie leaves the attempt as it is.
 *
 * <p>Limit: a host beside ours may set the cookie, sealed or not, having begun a sign-in itself,
 * and so have a browser signed in as somebody else. A name that forbids that would send the cookie
 * to all of the host, which is most often the package index's. That a code is used once is the
 * identity provider's to see to; here the cookie goes with the first use.
 */
@Component
final class LoginAttempts implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    private static final String COOKIE = "imprimatur_attempt";
    private static final String ATTRIBUTE = LoginAttempts.class.getName();
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final ServiceProperties service;
    private final JsonMapper json;
    private final Clock clock;

    LoginAttempts(ServiceProperties service, JsonMapper json, Clock clock) {
        this.service = service;
        this.json = json;
        this.clock = clock;
    }

    /** The attempt that this request finishes; empty: it finishes none. */
    static Optional<LoginAttempt> finishedBy(HttpServletRequest request) {
        return Optional.ofNullable((LoginAttempt) request.getAttribute(ATTRIBUTE));
    }

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest sent,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (sent == null) {
            keep(response, "", Duration.ZERO);
            return;
        }
        LoginAttempt attempt =
                new LoginAttempt(
                        attribute(sent, OAuth2ParameterNames.REGISTRATION_ID),
                        Objects.requireNonNull(sent.getState()),
                        attribute(sent, OidcParameterNames.NONCE),
                        attribute(sent, PkceParameterNames.CODE_VERIFIER),
                        PagePaths.backTo(request.getParameter("next")),
                        clock.instant().plus(LIFETIME));
        keep(response, text(attempt), LIFETIME);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(
            HttpServletRequest request) {
        return fitting(request).map(this::request).orElse(null);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        Optional<LoginAttempt> attempt = fitting(request);
        attempt.ifPresent(
                it -> {
                    request.setAttribute(ATTRIBUTE, it);
                    keep(response, "", Duration.ZERO);
                });
        return attempt.map(this::request).orElse(null);
    }

    /** To each identity provider its own address, so that none answers for another. */
    private Optional<LoginAttempt> fitting(HttpServletRequest request) {
        return read(WebUtils.getCookie(request, COOKIE))
                .filter(it -> it.state().equals(request.getParameter("state")))
                .filter(
                        it ->
                                request.getRequestURI()
                                        .equals(PagePaths.SIGN_IN_BACK + "/" + it.provider()))
                .filter(it -> clock.instant().isBefore(it.until()));
    }

    private Optional<LoginAttempt> read(@Nullable Cookie cookie) {
        if (cookie == null || !LoginAttempt.fits(cookie.getValue())) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cookie.getValue());
            return Optional.ofNullable(json.readValue(bytes, LoginAttempt.class))
                    .filter(LoginAttempts::isWhole);
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** A browser sends what it likes. */
    @SuppressWarnings("ConstantValue")
    private static boolean isWhole(@Nullable LoginAttempt it) {
        return it != null
                && isText(it.provider())
                && isText(it.state())
                && isText(it.nonce())
                && isText(it.verifier())
                && it.next() != null
                && it.until() != null;
    }

    private static boolean isText(@Nullable String text) {
        return text != null && text.matches("[!-~]{1,300}");
    }

    private String text(LoginAttempt attempt) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.writeValueAsString(attempt).getBytes(UTF_8));
    }

    /** What is read of it again; where the browser was sent by it no longer matters. */
    private OAuth2AuthorizationRequest request(LoginAttempt attempt) {
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(service.publicUrl())
                .clientId(attempt.provider())
                .scope(OidcScopes.OPENID)
                .state(attempt.state())
                .attributes(
                        attributes -> {
                            attributes.put(
                                    OAuth2ParameterNames.REGISTRATION_ID, attempt.provider());
                            attributes.put(OidcParameterNames.NONCE, attempt.nonce());
                            attributes.put(PkceParameterNames.CODE_VERIFIER, attempt.verifier());
                        })
                .build();
    }

    private static String attribute(OAuth2AuthorizationRequest sent, String name) {
        return Objects.requireNonNull(sent.<String>getAttribute(name));
    }

    private void keep(HttpServletResponse response, String value, Duration age) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(COOKIE, value)
                        .path(PagePaths.SIGN_IN)
                        .maxAge(age)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .secure(service.publicUrl().startsWith("https:"))
                        .build()
                        .toString());
    }
}
