package dev.imprimatur.exchange;

import static java.util.Locale.ROOT;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/** The identity token of a client that sends it as its bearer token (RFC 6750, section 2.1). */
final class BearerToken {

    /** What is said where there is none. */
    static final String WANTED =
            "The identity token must be the bearer token of the header Authorization";

    private BearerToken() {}

    /** As it was presented; empty where there is no such header, or more than one. */
    static Optional<String> read(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.size() != 1) {
            return Optional.empty();
        }
        String header = headers.getFirst().strip();
        int blank = header.indexOf(' ');
        return blank > 0 && header.substring(0, blank).toLowerCase(ROOT).equals("bearer")
                ? Optional.of(header.substring(blank + 1).strip())
                : Optional.empty();
    }
}
