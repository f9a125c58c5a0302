package dev.imprimatur.publisher;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trusted publisher as it is registered.
 *
 * @param id never reused
 * @param projects the pattern of names that may be published; null: the one project that it is of
 * @param provider the id of the provider
 * @param fields what the maintainer filled in
 * @param pins the immutable ids that it is bound to; null: none yet
 * @param pinDeadline until when its first use may bind it; null: its provider has no pins, or they
 *     were known from the start
 * @param pinsResolvedAt when its forge said what the pins are; null: it did not
 * @param createdAt when it was registered
 * @param createdBy who registered it, as events name them
 * @param version counts its edits
 * @param enabled whether it matches anything at the moment
 * @param changed its last edit; null: it was never edited
 * @param use what came of it so far
 */
public record RegisteredPublisher(
        long id,
        @Nullable String projects,
        String provider,
        Map<String, String> fields,
        @Nullable Map<String, String> pins,
        @Nullable Instant pinDeadline,
        @Nullable Instant pinsResolvedAt,
        Instant createdAt,
        String createdBy,
        long version,
        boolean enabled,
        @Nullable Changed changed,
        Use use) {

    /** When it was edited, and by whom, as events name them. */
    public record Changed(Instant at, String by) {}

    /**
     * How often it was used: a few seconds late, and without those that a crash loses.
     *
     * @param lastMatchedAt when an identity token was exchanged under it last; null: never
     * @param exchanges how many were
     */
    public record Use(@Nullable Instant lastMatchedAt, long exchanges) {}

    /** Whether it is bound at this time. */
    public PinState pinState(Instant now) {
        if (pins != null) {
            return pinsResolvedAt == null ? PinState.BOUND : PinState.RESOLVED;
        }
        if (pinDeadline == null) {
            return PinState.NONE;
        }
        return now.isBefore(pinDeadline) ? PinState.WAITING : PinState.EXPIRED;
    }
}
