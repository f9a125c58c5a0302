package dev.imprimatur.web.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imprimatur.publisher.RegisteredPublisher;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the API says of a publisher.
 *
 * @param projects the pattern of names that it is for; left out where it is of one project
 * @param notes in the answer to whoever wrote it, what was read out of pasted input; null elsewhere
 * @param warnings likewise, what the maintainer should know
 */
record PublisherView(
        long id,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String projects,
        String provider,
        Map<String, String> fields,
        boolean enabled,
        @Nullable Map<String, String> pins,
        String pinState,
        @Nullable Instant pinDeadline,
        Instant createdAt,
        String createdBy,
        @Nullable Instant changedAt,
        @Nullable String changedBy,
        @Nullable Instant lastMatchedAt,
        long exchanges,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> warnings) {

    static PublisherView of(RegisteredPublisher publisher, Instant now) {
        Optional<RegisteredPublisher.Changed> changed = Optional.ofNullable(publisher.changed());
        return new PublisherView(
                publisher.id(),
                publisher.projects(),
                publisher.provider(),
                publisher.fields(),
                publisher.enabled(),
                publisher.pins(),
                publisher.pinState(now).wireName(),
                publisher.pinDeadline(),
                publisher.createdAt(),
                publisher.createdBy(),
                changed.map(RegisteredPublisher.Changed::at).orElse(null),
                changed.map(RegisteredPublisher.Changed::by).orElse(null),
                publisher.use().lastMatchedAt(),
                publisher.use().exchanges(),
                null,
                null);
    }

    PublisherView withNotes(List<String> written, List<String> warned) {
        return new PublisherView(
                id,
                projects,
                provider,
                fields,
                enabled,
                pins,
                pinState,
                pinDeadline,
                createdAt,
                createdBy,
                changedAt,
                changedBy,
                lastMatchedAt,
                exchanges,
                written,
                warned);
    }
}
