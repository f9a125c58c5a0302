package dev.imprimatur.publisher;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A publisher that the look-up of an identity found, with what is needed to compare the two.
 *
 * @param grantId the number of what it says now
 * @param enabled whether it matches anything at the moment
 * @param blockedReason why its project may not be published at the moment; null: it may
 * @param pendingUntil until when its project waits for the first upload; null: it is a real one
 * @param lost whether the name of its project went to somebody else while it waited
 */
record Candidate(
        long id,
        long grantId,
        boolean enabled,
        Reach reach,
        @Nullable String blockedReason,
        @Nullable Instant pendingUntil,
        boolean lost,
        Map<String, String> fields,
        @Nullable Map<String, String> pins,
        @Nullable Instant pinDeadline) {

    /** How the project of this publisher stands. */
    enum Standing {
        /** It may be published: a real one, or one that waits for the first upload. */
        OPEN,
        /** An administrator blocked it. */
        BLOCKED,
        /** It waited longer than it may. */
        EXPIRED,
        /** It waited, and the name went to somebody else. */
        LOST
    }

    Standing standing(Instant now) {
        if (blockedReason != null) {
            return Standing.BLOCKED;
        }
        if (lost) {
            return Standing.LOST;
        }
        return pendingUntil == null || now.isBefore(pendingUntil)
                ? Standing.OPEN
                : Standing.EXPIRED;
    }

    /** How the ids of an identity stand to the ids that this publisher is bound to. */
    enum Pinning {
        /** The same ids, or a provider that has none. */
        HOLDS,
        /** Not bound yet, and still in time to be. */
        FIRST_USE,
        /** Not bound, and too late. */
        TOO_LATE,
        /** Bound to other ids: the name changed hands. */
        OTHER_OWNER;

        /** Whether an exchange may go on. */
        boolean isUsable() {
            return this == HOLDS || this == FIRST_USE;
        }
    }

    Pinning pinning(Map<String, String> identityPins, Instant now) {
        if (pins != null) {
            return pins.equals(identityPins) ? Pinning.HOLDS : Pinning.OTHER_OWNER;
        }
        if (pinDeadline == null) {
            return Pinning.HOLDS;
        }
        return now.isBefore(pinDeadline) ? Pinning.FIRST_USE : Pinning.TOO_LATE;
    }
}
