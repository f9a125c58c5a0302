package dev.imprimatur.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.secret.Authorization;
import dev.imprimatur.secret.Secret;
import dev.imprimatur.secret.SecretFormat;
import java.util.Base64;
import java.util.Optional;

/** The text of upload tokens, and how clients hand it over. */
public final class UploadTokens {

    static final SecretFormat FORMAT = new SecretFormat("imp_");

    private UploadTokens() {}

    /** Reads the text of an upload token; empty where it cannot be one: no database is asked. */
    public static Optional<Secret> read(String text) {
        return FORMAT.read(text);
    }

    /**
     * Reads the upload token out of an {@code Authorization} header (RFC 9110, section 11.6.2),
     * however the client of an ecosystem puts it there: {@code Basic} with the token as password
     * and any user, {@code Bearer}, {@code Token}, or the token alone.
     */
    public static Optional<Secret> readAuthorization(String header) {
        Authorization authorization = Authorization.read(header);
        return switch (authorization.scheme()) {
            case "basic" -> password(authorization.credentials()).flatMap(UploadTokens::read);
            case "", "bearer", "token" -> read(authorization.credentials());
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
