package dev.imprimatur.web.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says with each answer that is no page how a browser shall treat it. At once: Spring Security's
 * own writer waits for the answer to begin, and puts itself between every byte of it for that.
 *
 * <p>No {@code Strict-Transport-Security}: the host is the index's or, in the sandbox, everybody's,
 * and such a header would bind all that is there, on whatever port. Whoever owns it says so.
 */
final class AnswerHeaders extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        chain.doFilter(request, new OneCacheControl(response));
    }

    /** What is kept out of caches unless it says otherwise: Spring adds where it means to set. */
    private static final class OneCacheControl extends HttpServletResponseWrapper {

        OneCacheControl(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            if (name.equalsIgnoreCase(HttpHeaders.CACHE_CONTROL)) {
                setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }
    }
}
