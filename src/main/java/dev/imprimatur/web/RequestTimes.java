package dev.imprimatur.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Times all requests, under the name and the labels that dashboards of Spring Boot's services know.
 * Spring's own filter makes an observation of each request, for traces that nobody here takes, and
 * costs more than the rest of what stands before a controller.
 *
 * <p>Every label is of a closed set: nothing that a stranger sends makes a new time series.
 */
final class RequestTimes extends OncePerRequestFilter {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final MeterRegistry meters;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    RequestTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    private record Kind(String method, String path, int status) {}

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long began = System.nanoTime();
        // What is thrown through here, the container answers with a 500.
        int status = HttpStatus.INTERNAL_SERVER_ERROR.value();
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } finally {
            timers.computeIfAbsent(kind(request, status), this::timer)
                    .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    private static Kind kind(HttpServletRequest request, int status) {
        String method = request.getMethod();
        return new Kind(
                METHODS.contains(method) ? method : "UNKNOWN",
                path(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE), status),
                status);
    }

    private static String path(@Nullable Object pattern, int status) {
        if (pattern != null) {
            return pattern.toString();
        }
        if (status == HttpStatus.NOT_FOUND.value()) {
            return "NOT_FOUND";
        }
        return status >= 300 && status < 400 ? "REDIRECTION" : "UNKNOWN";
    }

    private Timer timer(Kind kind) {
        return Timer.builder("http.server.requests")
                .description("Requests, by what they asked for and how they were answered")
                .tag("method", kind.method())
                .tag("uri", kind.path())
                .tag("status", Integer.toString(kind.status()))
                .tag("outcome", outcome(kind.status()))
                .register(meters);
    }

    private static String outcome(int status) {
        HttpStatus.Series series = HttpStatus.Series.resolve(status);
        return series == null
                ? "UNKNOWN"
                : switch (series) {
                    case SUCCESSFUL -> "SUCCESS";
                    case CLIENT_ERROR, INFORMATIONAL, REDIRECTION, SERVER_ERROR -> series.name();
                };
    }
}
