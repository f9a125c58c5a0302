package dev.imprimatur.exchange;

import static java.util.Locale.ROOT;

import dev.imprimatur.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an exchange comes to. */
sealed interface Exchanged {

    /**
     * An upload token.
     *
     * @param token its text
     * @param expiresAt from when on it is refused
     * @param provider the label of the identity token's provider
     * @param projects what it reaches, as its maintainers write it; a pattern where a publisher has
     *     one
     */
    record Minted(Secret token, Instant expiresAt, String provider, List<String> projects)
            implements Exchanged {}

    /**
     * A "no".
     *
     * @param cause which one
     * @param reason what happened and what mends it; may hold text out of a proven identity token
     * @param retryAfter when to come again; null: it will not get better by itself
     * @param attempt under which the owner finds its event; null: it has none
     */
    record Refusal(
            Cause cause, String reason, @Nullable Duration retryAfter, @Nullable String attempt)
            implements Exchanged {

        Refusal(Cause cause, String reason, @Nullable Duration retryAfter) {
            this(cause, reason, retryAfter, null);
        }

        /** The same as it is found in the audit log. */
        Refusal as(@Nullable String id) {
            return new Refusal(cause, reason, retryAfter, id);
        }

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
        /** A pending publisher matches, and the name of its project is somebody else's by now. */
        INVALID_PENDING_PUBLISHER,
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
