package dev.imprimatur.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;

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
        String value = header.strip();
        int blank = value.indexOf(' ');
        if (blank < 0) {
            return read(value);
        }
        String credentials = value.substring(blank + 1).strip();
        return switch (value.substring(0, blank).toLowerCase(ROOT)) {
            case "basic" -> password(credentials).flatMap(UploadTokens::read);
            case "bearer", "token" -> read(credentials);
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
