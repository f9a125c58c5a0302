package dev.imprimatur.publisher;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher would be after a call that was only checked: the same of one that is added, of
 * one of many, and of one that is edited.
 *
 * @param project the name of its project, where several are asked about at once; null: it is that
 *     of the call
 * @param fields all that it would have, as they would be stored
 * @param enabled whether it would match anything
 * @param pins the immutable ids that it would be bound to from then on; null: none yet
 * @param notes what was read out of pasted input, a sentence each
 * @param warnings sentences for the maintainer
 */
public record Preview(
        @Nullable String project,
        String provider,
        Map<String, String> fields,
        boolean enabled,
        @Nullable Map<String, String> pins,
        PinState pinState,
        List<String> notes,
        List<String> warnings) {

    static Preview of(
            RegisteredPublisher wouldBe, List<String> notes, List<String> warnings, Instant now) {
        return new Preview(
                null,
                wouldBe.provider(),
                wouldBe.fields(),
                wouldBe.enabled(),
                wouldBe.pins(),
                wouldBe.pinState(now),
                notes,
                warnings);
    }

    Preview of(String projectName) {
        return new Preview(projectName, provider, fields, enabled, pins, pinState, notes, warnings);
    }
}
