package dev.imprimatur.web.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventTail;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.project.EventSight;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes events as they happen, as Server-Sent Events (HTML Standard, section 9.2). The request's
 * own virtual thread writes and waits: a stream costs little more than its connection.
 */
@Component
class EventStream {

    /** Below the idle times of usual proxies. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final Duration ACCESS_HOLDS = Duration.ofSeconds(45);
    private static final Duration COME_AGAIN = Duration.ofSeconds(3);

    private final EventTail tail;
    private final OpenStreams streams;
    private final EventStreamProperties properties;
    private final JsonMapper json;
    private final Clock clock;

    EventStream(
            EventTail tail,
            OpenStreams streams,
            EventStreamProperties properties,
            JsonMapper json,
            Clock clock) {
        this.tail = tail;
        this.streams = streams;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Writes until the client goes, its right does, the time is up, or the service stops.
     *
     * @param after behind this event; null: from now on
     * @param mayStill asked again and again
     */
    void write(
            EventFilter filter,
            @Nullable Long after,
            EventSight sight,
            BooleanSupplier mayStill,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        try (OpenStreams.Place _ = streams.take(sight.caller());
                EventTail.Listener listener = tail.listen(filter, after)) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding(UTF_8);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            Instant end = clock.instant().plus(properties.streamLifetime());
            Instant checked = clock.instant();
            OutputStream out = response.getOutputStream();
            send(out, "retry: %d\n".formatted(COME_AGAIN.toMillis()), listener.position());
            while (clock.instant().isBefore(end)) {
                EventTail.Batch batch = listener.next(shorter(HEARTBEAT, end));
                if (clock.instant().isAfter(checked.plus(ACCESS_HOLDS))) {
                    if (!mayStill.getAsBoolean()) {
                        return;
                    }
                    checked = clock.instant();
                }
                for (RecordedEvent event : batch.events()) {
                    send(out, event(EventView.of(sight.of(event))), event.id());
                }
                if (!batch.open()) {
                    return;
                }
                // An id without data moves the place from which the client would go on, and is
                // nothing else to it; it also shows whether the client is still there.
                send(out, "", batch.position());
            }
        }
    }

    private String event(EventView event) {
        return "event: %s\ndata: %s\n".formatted(event.type(), json.writeValueAsString(event));
    }

    private static void send(OutputStream out, String text, long id) throws IOException {
        out.write((text + "id: " + id + "\n\n").getBytes(UTF_8));
        out.flush();
    }

    private Duration shorter(Duration most, Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        return left.compareTo(most) < 0 ? left : most;
    }
}
