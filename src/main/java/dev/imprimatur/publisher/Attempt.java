package dev.imprimatur.publisher;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that was refused, and how the same job would fare now.
 *
 * @param event the id of its event, by which the list goes on
 * @param at when it was
 * @param id what the CI log shows; null: it is from before there were any
 * @param code why it was refused, as the answer said it: {@code invalid-publisher} and others
 * @param reason the sentence that the CI log shows
 * @param provider the configured id of its identity provider, which may be gone
 * @param field the field or claim that failed; null: none
 * @param claims what was recorded of the job: claim to value
 * @param now the publishers as they are now, held against the job; nothing is compared where its
 *     provider is gone
 */
public record Attempt(
        long event,
        Instant at,
        @Nullable String id,
        String code,
        String reason,
        String provider,
        @Nullable String field,
        Map<String, String> claims,
        Explanation now) {

    /**
     * Whether such a job would get an upload token now. Not the one that was refused: its identity
     * token has expired, or was used up.
     */
    public boolean wouldBeAccepted() {
        return now.match();
    }

    /**
     * Whether it was for the publishers that it was refused, so that an edit may have mended it;
     * the others were for an identity token that was used up, for something that was switched off,
     * or for too many of them.
     */
    public boolean isAboutPublishers() {
        return switch (code) {
            case "invalid-publisher", "invalid-pending-publisher", "invalid-scope" -> true;
            default -> false;
        };
    }
}
