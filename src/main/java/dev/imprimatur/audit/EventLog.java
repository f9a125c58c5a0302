package dev.imprimatur.audit;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

    private static final String FIRST =
            """
            WITH first AS (
                INSERT INTO told_once (key, expires_at)
                VALUES (:key, :until)
                ON CONFLICT (key) DO NOTHING
                RETURNING key
            )
            """;

    private static final String INSERT_FIRST =
            """
            INSERT INTO event (at, type, actor, index_id, projects, detail)
            SELECT :at, :type, :actor, :index, :projects, CAST(:detail AS jsonb)
              FROM first
            """;

    private static final String INSERT_ONCE = FIRST + INSERT_FIRST;

    /** Written and put down to be told in one statement: neither can be without the other. */
    private static final String TELL =
            """
            written AS (
            %s
            RETURNING id
            )
            INSERT INTO event_to_tell (event_id)
            SELECT id FROM written
            """;

    private static final String INSERT_AND_TELL = "WITH " + TELL.formatted(INSERT);
    private static final String INSERT_ONCE_AND_TELL =
            FIRST + "    , " + TELL.formatted(INSERT_FIRST);

    private static final String BY_IDS =
            """
            SELECT id, at, type, actor, index_id, projects, detail
              FROM event
             WHERE id = ANY (:ids)
             ORDER BY id
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

    /**
     * The events of a project are found first and put in order then. Asked for both at once,
     * PostgreSQL may walk through the log from its end until it has a page of them, and they may
     * all be old.
     */
    private static final String PAGE_OF_PROJECT =
            """
            WITH mine AS MATERIALIZED (
                SELECT id
                  FROM event
                 WHERE projects @> CAST(:projects AS text[])
                   AND (CAST(:index AS text) IS NULL OR index_id = :index)
                   AND (CAST(:type AS text) IS NULL OR type = :type)
            )
            SELECT id, at, type, actor, index_id, projects, detail
              FROM event
             WHERE id IN (
                       SELECT id FROM mine WHERE id < :before ORDER BY id DESC LIMIT :limit)
             ORDER BY id DESC
            """;

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
        write(jdbc.sql(event.type().isTold() ? INSERT_AND_TELL : INSERT), event);
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
                jdbc.sql(event.type().isTold() ? INSERT_ONCE_AND_TELL : INSERT_ONCE)
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

    /** The events with these ids, the oldest first; one that is not there is left out. */
    public List<RecordedEvent> ofIds(Collection<Long> ids) {
        return jdbc.sql(BY_IDS)
                .param("ids", ids.toArray(Long[]::new))
                .query((row, number) -> event(row))
                .list();
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
