package dev.imprimatur.publisher;

import dev.imprimatur.project.ProjectName;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A publisher that the look-up of an identity found, with what is needed to compare the two. */
record Candidate(
        long id,
        long grantId,
        boolean enabled,
        ProjectName project,
        Map<String, String> fields,
        @Nullable Map<String, String> pins,
        @Nullable Instant pinDeadline) {

    /** How the ids of an identity stand to the ids that this publisher is bound to. */
    enum Pinning {
        /** The same ids, or a provider that has none. */
        HOLDS,
        /** Not bound yet, and still in time to be. */
        FIRST_USE,
        /** Not bound, and too late. */
        TOO_LATE,
        /** Bound to other ids: the name changed hands. */
        OTHER_OWNER
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
