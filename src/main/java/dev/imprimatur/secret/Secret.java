package dev.imprimatur.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The text of a secret, which shows itself only where it is asked to: {@link #toString()} hides it,
 * so that a log line or an exception cannot carry it by accident.
 */
public final class Secret {

    private final String text;

    Secret(String text) {
        this.text = text;
    }

    /** A secret of somebody else's service, as the operator configured it. */
    public static Secret of(String configured) {
        return new Secret(configured);
    }

    /** The text, for the one answer that hands it out, or the one request that needs it. */
    public String reveal() {
        return text;
    }

    /** Whether the whole text fits a regular expression. */
    public boolean looksLike(String pattern) {
        return text.matches(pattern);
    }

    /** SHA-256 of the text: how a secret is stored and looked up. 256 random bits need no salt. */
    public byte[] hash() {
        return sha256(text.getBytes(UTF_8));
    }

    /** The one digest of the house. */
    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
