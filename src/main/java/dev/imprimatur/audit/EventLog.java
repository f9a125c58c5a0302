package dev.imprimatur.audit;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
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

    private static final String INSERT_ONCE =
            """
            WITH first AS (
                INSERT INTO told_once (key, expires_at)
                VALUES (:key, :until)
                ON CONFLICT (key) DO NOTHING
                RETURNING key
            )
            INSERT INTO event (at, type, actor, index_id, projects, detail)
            SELECT :at, :type, :actor, :index, :projects, CAST(:detail AS jsonb)
              FROM first
            """;

    private static final String INSERT_ALL =
            """
            INSERT INTO event (at, type, actor, index_id, projects, detail)
            SELECT :at, w.type, w.actor, w.index_id,
                   ARRAY(SELECT jsonb_array_elements_text(CAST(w.projects AS jsonb))),
                   CAST(w.detail AS jsonb)
              FROM unnest(CAST(:types AS text[]), CAST(:actors AS text[]),
                          CAST(:indexes AS text[]), CAST(:projects AS text[]),
                          CAST(:details AS text[]))
                   WITH ORDINALITY AS w (type, actor, index_id, projects, detail, number)
             ORDER BY w.number
            """;

    private static final String PAGE =
            """
            SELECT id, at, type, actor, index_id, projects, detail
              FROM event
             WHERE id < :before
               AND (CAST(:index AS text) IS NULL OR index_id = :index)
               AND (CAST(:type AS text) IS NULL OR type = :type)
             ORDER BY id DESC
             LIMIT :limit
            """;

    private static final String PAGE_OF_PROJECT =
            PAGE.replace(
                    "WHERE id < :before",
                    "WHERE projects @> CAST(:projects AS text[]) AND id < :before");

    private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

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
        write(jdbc.sql(INSERT), event);
    }

    /** Writes many events, in their order, as {@link #record} writes one. */
    public void recordAll(List<Event> events) {
        jdbc.sql(INSERT_ALL)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("types", texts(events, event -> event.type().wireName()))
                .param("actors", texts(events, Event::actor))
                .param("indexes", texts(events, Event::indexId))
                .param("projects", texts(events, e -> json.writeValueAsString(e.projects())))
                .param("details", texts(events, e -> json.writeValueAsString(e.detail())))
                .update();
    }

    private static @Nullable String[] texts(
            List<Event> events, Function<Event, @Nullable String> part) {
        return events.stream().map(part).toArray(String[]::new);
    }

    /**
     * Writes an event unless it was written before. Intent: what somebody can cause again and again
     * at no cost must not grow without end.
     *
     * @param key by which it is recognised when it comes again; 32 bytes
     * @param until how long it is remembered
     */
    public void recordOnce(Event event, byte[] key, Instant until) {
        write(
                jdbc.sql(INSERT_ONCE)
                        .param("key", key)
                        .param("until", until.atOffset(ZoneOffset.UTC)),
                event);
    }

    private void write(JdbcClient.StatementSpec statement, Event event) {
        statement
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("type", event.type().wireName())
                .param("actor", event.actor())
                .param("index", event.indexId())
                .param("projects", event.projects().toArray(String[]::new))
                .param("detail", json.writeValueAsString(event.detail()))
                .update();
    }

    /**
     * The newest events first.
     *
     * @param filter which ones
     * @param before only those older than this id; {@link Long#MAX_VALUE}: from the newest on
     * @param limit at most so many
     */
    public List<RecordedEvent> page(Filter filter, long before, int limit) {
        var statement =
                jdbc.sql(filter.project() == null ? PAGE : PAGE_OF_PROJECT)
                        .param("before", before)
                        .param("index", filter.indexId())
                        .param("type", filter.type() == null ? null : filter.type().wireName())
                        .param("limit", limit);
        if (filter.project() != null) {
            statement = statement.param("projects", new String[] {filter.project()});
        }
        return statement.query((row, number) -> event(row)).list();
    }

    /**
     * Which events are asked for; null asks for all.
     *
     * @param indexId of this package index
     * @param project of this project, by its normalised name
     * @param type of this type
     */
    public record Filter(
            @Nullable String indexId, @Nullable String project, @Nullable EventType type) {}

    private RecordedEvent event(ResultSet row) throws SQLException {
        Array projects = row.getArray("projects");
        return new RecordedEvent(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new Event(
                        EventType.of(row.getString("type")),
                        row.getString("actor"),
                        row.getString("index_id"),
                        List.of((String[]) projects.getArray()),
                        json.readValue(row.getString("detail"), DETAIL)));
    }
}
