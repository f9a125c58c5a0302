package dev.imprimatur.exchange;

import static java.util.Locale.ROOT;

import dev.imprimatur.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an exchange comes to. */
sealed interface Exchanged {

    /**
     * An upload token.
     *
     * @param token its text
     * @param expiresAt from when on it is refused
     */
    record Minted(Secret token, Instant expiresAt) implements Exchanged {}

    /**
     * A "no".
     *
     * @param cause which one
     * @param reason what happened and what mends it; may hold text out of a proven identity token
     * @param retryAfter when to come again; null: it will not get better by itself
     */
    record Refusal(Cause cause, String reason, @Nullable Duration retryAfter) implements Exchanged {

        static Refusal of(Cause cause, String reason) {
            return new Refusal(cause, reason, null);
        }
    }

    /** Why an exchange is refused. */
    enum Cause {
        /** There is no identity token of a known provider. */
        INVALID_PAYLOAD,
        /** The index or the provider is switched off. */
        NOT_ENABLED,
        /** The identity token does not count. */
        INVALID_TOKEN,
        /** The identity is proven, and no publisher matches it. */
        INVALID_PUBLISHER,
        /** The identity token was exchanged before. */
        INVALID_REUSE_TOKEN,
        /** A project is named that does not trust the identity. */
        INVALID_SCOPE,
        /** Too many exchanges of one repository. */
        RATE_LIMITED,
        /** The provider's keys cannot be had now. */
        ISSUER_UNAVAILABLE;

        /** The cause as programs read it. */
        String code() {
            return name().toLowerCase(ROOT).replace('_', '-');
        }
    }
}
