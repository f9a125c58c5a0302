package dev.imprimatur.publisher;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trusted publisher as it is registered.
 *
 * @param id never reused
 * @param projectId the project that may be published
 * @param provider the id of the provider
 * @param fields what the maintainer filled in
 * @param pins the immutable ids that it is bound to; null: none yet
 * @param pinDeadline until when its first use may bind it; null: its provider has no pins, or they
 *     were known from the start
 * @param pinsResolvedAt when its forge said what the pins are; null: it did not
 * @param createdAt when it was registered
 * @param createdBy who registered it, as events name them
 */
public record RegisteredPublisher(
        long id,
        long projectId,
        String provider,
        Map<String, String> fields,
        @Nullable Map<String, String> pins,
        @Nullable Instant pinDeadline,
        @Nullable Instant pinsResolvedAt,
        Instant createdAt,
        String createdBy) {

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
