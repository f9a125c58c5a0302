package dev.imprimatur.web.registry;

import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.project.EventSight;
import dev.imprimatur.web.ProjectPaths;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exports events as JSON Lines, the oldest first, up to the newest at the time of the question. A
 * chunk at a time: neither the memory nor a transaction holds all of them.
 */
@Component
class EventLines {

    private static final int CHUNK = 500;

    private final EventReader events;
    private final OpenStreams streams;
    private final JsonMapper json;

    EventLines(EventReader events, OpenStreams streams, JsonMapper json) {
        this.events = events;
        this.streams = streams;
        this.json = json;
    }

    /**
     * Writes until all is told. Whoever reads slowly keeps an export open, so the right is looked
     * at again; where it is lost, the answer breaks off, and does not look like a whole one.
     *
     * @param mayStill asked before each chunk but the first
     */
    void write(
            EventFilter filter,
            EventSight sight,
            BooleanSupplier mayStill,
            HttpServletResponse response)
            throws IOException {
        try (OpenStreams.Place _ = streams.take(sight.caller())) {
            List<RecordedEvent> newest = events.newestFirst(filter, Long.MAX_VALUE, 1);
            long upTo = newest.isEmpty() ? 0 : newest.getFirst().id();
            List<RecordedEvent> chunk = events.oldestFirst(filter, 0, upTo, CHUNK);
            response.setContentType("application/x-ndjson");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            OutputStream out = response.getOutputStream();
            while (!chunk.isEmpty()) {
                for (RecordedEvent event : chunk) {
                    out.write(json.writeValueAsBytes(EventView.of(sight.of(event))));
                    out.write('\n');
                }
                out.flush();
                long last = chunk.getLast().id();
                if (last < upTo && !mayStill.getAsBoolean()) {
                    throw ProjectPaths.forbidden("The right to read these events has gone");
                }
                chunk = last < upTo ? events.oldestFirst(filter, last, upTo, CHUNK) : List.of();
            }
            out.flush();
        }
    }
}
