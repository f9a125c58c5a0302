package dev.imprimatur.web.limit;

import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses sign-ins with an identity provider from an address that tries too many: each that comes
 * back may cost a request there, and no controller answers these addresses.
 */
final class SignInLimit extends OncePerRequestFilter {

    /** As people are told who sign in, in whatever way. */
    static final String TOO_MANY =
            "Too many sign-ins were tried from this address, by you or by somebody beside you."
                    + " Wait a minute, then try again";

    private final RateLimits limits;

    SignInLimit(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Duration> wait =
                limits.exchangeExceeded(ClientNetwork.of(request.getRemoteAddr()));
        if (wait.isPresent()) {
            throw new ProblemException(
                    Problem.of(ProblemCode.RATE_LIMITED, TOO_MANY).retryAfter(wait.get()));
        }
        chain.doFilter(request, response);
    }
}
