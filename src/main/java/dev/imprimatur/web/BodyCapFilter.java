package dev.imprimatur.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Caps request bodies before anything parses them, authenticated or not. Intent: no stranger makes
 * us read, let alone hold, more than this. Limit: only under our own paths; whatever else is
 * mounted beside them caps by itself.
 */
final class BodyCapFilter extends OncePerRequestFilter {

    /** In bytes; identity tokens are a few thousand. */
    static final int CAP = 64 * 1024;

    /** Of the one call that takes many publishers at once; whoever makes it is known by then. */
    static final int CAP_OF_BATCH = 512 * 1024;

    private static final Pattern BATCH =
            Pattern.compile("/_/api/v1/indexes/[^/]+/publishers:batch");

    private static final List<String> CAPPED = List.of("/_/", "/.well-known/", "/api/", "/-/");

    private final Problems problems;

    BodyCapFilter(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // Decoded and normalised by the container, as the controllers' paths are: no other spelling
        // of a path gets around the cap.
        String path = request.getServletPath();
        return CAPPED.stream().noneMatch(path::startsWith);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int cap = BATCH.matcher(request.getServletPath()).matches() ? CAP_OF_BATCH : CAP;
        if (request.getContentLengthLong() > cap) {
            problems.write(request, response, Failures.ofStatus(413));
            return;
        }
        chain.doFilter(new CappedRequest(request, cap), response);
    }
}
