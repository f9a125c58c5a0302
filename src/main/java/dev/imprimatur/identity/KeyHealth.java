package dev.imprimatur.identity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the keys of one issuer on this instance, for people.
 *
 * @param id the configured id of a provider; {@code people:} and the id for an issuer of people
 * @param issuer the exact {@code iss}
 * @param keys how many keys can be used; 0: no token of the issuer can be verified now
 * @param age how long ago the keys at hand were fetched; null: there are none
 * @param failures the failed fetches since this instance started
 * @param lastFailure one sentence on why the last fetch failed, with nothing of an answer in it but
 *     its status; null: the last one did not fail, or there was none
 * @param heldOffUntil until when no other fetch begins, whoever asks; null: one may begin now
 */
public record KeyHealth(
        String id,
        String issuer,
        int keys,
        @Nullable Duration age,
        long failures,
        @Nullable String lastFailure,
        @Nullable Instant heldOffUntil) {

    /** Whether tokens of the issuer can be verified now. */
    public boolean isUsable() {
        return keys > 0;
    }
}
