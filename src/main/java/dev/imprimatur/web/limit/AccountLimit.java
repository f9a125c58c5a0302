package dev.imprimatur.web.limit;

import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses calls of the management API by an account that makes too many. Package indexes are not
 * counted: they are the operator's own, and have to ask for every upload.
 */
final class AccountLimit implements HandlerInterceptor {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final RateLimits limits;

    AccountLimit(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getUserPrincipal() instanceof Authentication authentication
                && authentication.getPrincipal() instanceof AccountPrincipal account) {
            boolean reads = READING.contains(request.getMethod());
            Optional<Duration> wait =
                    reads
                            ? limits.readExceeded(account.caller().holder())
                            : limits.writeExceeded(account.caller().holder());
            if (wait.isPresent()) {
                throw new ProblemException(
                        Problem.of(
                                        ProblemCode.RATE_LIMITED,
                                        "This account made too many calls in a minute that %s"
                                                .formatted(reads ? "read" : "write"))
                                .retryAfter(wait.get()));
            }
        }
        return true;
    }
}
