package dev.imprimatur.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit log. Rows are added in the transaction of what they tell of, so that one is not without
 * the other.
 */
@Component
public class EventLog {

    private static final String INSERT =
            """
            INSERT INTO event (at, type, actor, index_id, projects, detail)
            VALUES (:at, :type, :actor, :index, :projects, CAST(:detail AS jsonb))
            """;

    private static final String TELL_ONCE =
            """
            INSERT INTO told_once (key, expires_at, attempt)
            VALUES (:key, :until, :attempt)
            ON CONFLICT (key) DO NOTHING
            """;

    private static final String TOLD = "SELECT attempt FROM told_once WHERE key = :key";

    /** Written and put down to be told in one statement: neither can be without the other. */
    private static final String INSERT_AND_TELL =
            """
            WITH written AS (
            %s
            RETURNING id
            )
            INSERT INTO event_to_tell (event_id)
            SELECT id FROM written
            """
                    .formatted(INSERT);

    /** The same for many at once. */
    private static final String INSERT_ALL =
            """
            WITH written AS (
                INSERT INTO event (at, type, actor, index_id, projects, detail)
                SELECT :at, w.type, w.actor, w.index_id,
                       ARRAY(SELECT jsonb_array_elements_text(CAST(w.projects AS jsonb))),
                       CAST(w.detail AS jsonb)
                  FROM unnest(CAST(:types AS text[]), CAST(:actors AS text[]),
                              CAST(:indexes AS text[]), CAST(:projects AS text[]),
                              CAST(:details AS text[]))
                       WITH ORDINALITY AS w (type, actor, index_id, projects, detail, number)
                 ORDER BY w.number
                RETURNING id, type
            )
            INSERT INTO event_to_tell (event_id)
            SELECT id FROM written WHERE type = ANY (:told)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    EventLog(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Writes an event in the transaction that is open, or on its own where none is. */
    public void record(Event event) {
        write(jdbc.sql(event.type().isTold() ? INSERT_AND_TELL : INSERT), event);
    }

    /** Writes many events, in their order, as {@link #record} writes one. */
    public void recordAll(List<Event> events) {
        for (Event event : events) {
            assert EventDetails.complaint(event.type(), event.detail()).isEmpty()
                    : EventDetails.complaint(event.type(), event.detail());
        }
        jdbc.sql(INSERT_ALL)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("types", texts(events, event -> event.type().wireName()))
                .param("actors", texts(events, Event::actor))
                .param("indexes", texts(events, Event::indexId))
                .param("projects", texts(events, e -> json.writeValueAsString(e.projects())))
                .param(
                        "told",
                        EnumSet.allOf(EventType.class).stream()
                                .filter(EventType::isTold)
                                .map(EventType::wireName)
                                .toArray(String[]::new))
                .param("details", texts(events, e -> json.writeValueAsString(e.detail())))
                .update();
    }

    private static @Nullable String[] texts(
            List<Event> events, Function<Event, @Nullable String> part) {
        return events.stream().map(part).toArray(String[]::new);
    }

    /**
     * Writes the event of a refusal, under an id by which it is found, unless it was written
     * before. Intent: what somebody can cause again and again at no cost must not grow without end.
     *
     * @param key by which it is recognised when it comes again; 32 bytes
     * @param until how long it is remembered
     * @param events what is written under the id that it gets
     * @return the id of the event that tells of it, now or before; empty: it has none
     */
    @Transactional
    public Optional<String> recordOnce(
            Function<String, List<Event>> events, byte[] key, Instant until) {
        String attempt = AttemptId.random();
        boolean first =
                jdbc.sql(TELL_ONCE)
                                .param("key", key)
                                .param("until", until.atOffset(ZoneOffset.UTC))
                                .param("attempt", attempt)
                                .update()
                        == 1;
        if (first) {
            events.apply(attempt).forEach(this::record);
            return Optional.of(attempt);
        }
        return jdbc.sql(TOLD)
                .param("key", key)
                .query(String.class)
                .optional()
                .filter(told -> !told.isEmpty());
    }

    private void write(JdbcClient.StatementSpec statement, Event event) {
        assert EventDetails.complaint(event.type(), event.detail()).isEmpty()
                : EventDetails.complaint(event.type(), event.detail());
        statement
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("type", event.type().wireName())
                .param("actor", event.actor())
                .param("index", event.indexId())
                .param("projects", event.projects().toArray(String[]::new))
                .param("detail", json.writeValueAsString(event.detail()))
                .update();
    }
}
