package dev.imprimatur.web.security;

import dev.imprimatur.secret.Authorization;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Reads the API token of a tool as its ecosystem sends it: npm as {@code Bearer}, cargo and gem
 * alone, without any scheme. Like everywhere it is read from the header alone: one in a URL would
 * end up in logs.
 */
final class BareTokens implements BearerTokenResolver {

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || header.isBlank()) {
            return null;
        }
        Authorization authorization = Authorization.read(header);
        return switch (authorization.scheme()) {
            case "", "bearer" -> authorization.credentials();
            default -> null;
        };
    }
}
