package dev.imprimatur.exchange;

import dev.imprimatur.secret.Authorization;
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
        Authorization header = Authorization.read(headers.getFirst());
        return header.scheme().equals("bearer")
                ? Optional.of(header.credentials())
                : Optional.empty();
    }
}
