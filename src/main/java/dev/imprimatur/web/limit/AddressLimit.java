package dev.imprimatur.web.limit;

import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Globals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses exchanges from an address that asks for too many, before their body is read.
 *
 * <p>Limit: the address is the peer's, unless the peer is a proxy that the operator named. Behind a
 * proxy that nobody named all clients are one; the log says so when that begins to hurt.
 */
final class AddressLimit implements HandlerInterceptor {

    private static final Logger log = LoggerFactory.getLogger(AddressLimit.class);

    private final RateLimits limits;
    private final AtomicBoolean warned = new AtomicBoolean();

    AddressLimit(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.hasMethodAnnotation(LimitedPerAddress.class)) {
            Optional<Duration> wait =
                    limits.exchangeExceeded(ClientNetwork.of(request.getRemoteAddr()));
            if (wait.isPresent()) {
                warnOfUnnamedProxy(request);
                // No event: a flood must not fill the log.
                throw new ProblemException(
                        Problem.of(ProblemCode.RATE_LIMITED, told(request)).retryAfter(wait.get()));
            }
        }
        return true;
    }

    /**
     * A job of CI is told what its people ask next; a person who signs in has no identity token.
     */
    private static String told(HttpServletRequest request) {
        return PagePaths.isPage(request)
                ? SignInLimit.TOO_MANY
                : "Too many requests came from this address. Try again in a minute: an identity"
                        + " token is not used up";
    }

    private void warnOfUnnamedProxy(HttpServletRequest request) {
        boolean forwarded =
                request.getHeader("X-Forwarded-For") != null
                        || request.getHeader("Forwarded") != null;
        boolean trusted =
                Boolean.TRUE.equals(request.getAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE));
        if (forwarded && !trusted && !warned.getAndSet(true)) {
            log.warn(
                    "imprimatur.limits.exchanges-per-address refuses exchanges from {}, which came"
                            + " with a header of a proxy. If that is your proxy, all its clients"
                            + " share one limit: name it in server.tomcat.remoteip.internal-proxies,"
                            + " and set server.forward-headers-strategy to native",
                    ClientNetwork.of(request.getRemoteAddr()));
        }
    }
}
