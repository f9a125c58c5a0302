package dev.imprimatur.web.security;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.web.PagePaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;

/**
 * Keeps what a form must show to prove that a page of ours sent it: in the session of whoever is
 * signed in, in a cookie of whoever is not.
 *
 * <p>Limit: a host beside ours may set that cookie. All that it could forge then is a sign-in.
 */
@Component
class CsrfTokens implements CsrfTokenRepository {

    private static final String HEADER = "X-CSRF-TOKEN";
    private static final String PARAMETER = "_csrf";
    private static final String ATTRIBUTE = "csrf";

    private final CookieCsrfTokenRepository strangers = new CookieCsrfTokenRepository();

    CsrfTokens(ServiceProperties service) {
        strangers.setCookieName("imprimatur_form");
        strangers.setHeaderName(HEADER);
        strangers.setParameterName(PARAMETER);
        strangers.setCookieCustomizer(
                cookie ->
                        cookie.path(PagePaths.FRONT)
                                .httpOnly(true)
                                .sameSite("Lax")
                                .secure(service.publicUrl().startsWith("https:")));
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return token(UUID.randomUUID().toString());
    }

    @Override
    public void saveToken(
            @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            strangers.saveToken(token, request, response);
        } else if (token == null) {
            session.removeAttribute(ATTRIBUTE);
            strangers.saveToken(null, request, response);
        } else {
            session.setAttribute(ATTRIBUTE, token.getToken());
        }
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return strangers.loadToken(request);
        }
        return session.getAttribute(ATTRIBUTE) instanceof String text ? token(text) : null;
    }

    private static CsrfToken token(String text) {
        return new DefaultCsrfToken(HEADER, PARAMETER, text);
    }
}
