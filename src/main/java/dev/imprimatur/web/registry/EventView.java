package dev.imprimatur.web.registry;

import dev.imprimatur.audit.RecordedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as it is answered, in a page, in a line and in a stream. */
record EventView(
        long id,
        Instant at,
        String type,
        String actor,
        @Nullable String index,
        List<String> projects,
        Map<String, ?> detail) {

    static EventView of(RecordedEvent recorded) {
        return new EventView(
                recorded.id(),
                recorded.at(),
                recorded.event().type().wireName(),
                recorded.event().actor(),
                recorded.event().indexId(),
                recorded.event().projects(),
                recorded.event().detail());
    }
}
