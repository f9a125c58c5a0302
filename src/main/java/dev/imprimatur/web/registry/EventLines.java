package dev.imprimatur.web.registry;

import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.RecordedEvent;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
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

    void write(EventFilter filter, EventSight sight, HttpServletResponse response)
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
                    out.write(json.writeValueAsBytes(sight.of(event)));
                    out.write('\n');
                }
                out.flush();
                long last = chunk.getLast().id();
                chunk = last < upTo ? events.oldestFirst(filter, last, upTo, CHUNK) : List.of();
            }
            out.flush();
        }
    }
}
