package dev.imprimatur.audit;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the audit log, a page or a chunk at a time: no answer holds a transaction open. */
@Component
public class EventReader {

    private static final String READ =
            """
            SELECT id, at, type, actor, index_id, projects, detail
              FROM event
             WHERE id > :after
               AND id <= :upTo
            """;

    private static final String BY_IDS =
            """
            SELECT id, at, type, actor, index_id, projects, detail
              FROM event
             WHERE id = ANY (:ids)
             ORDER BY id
            """;

    private static final String NEWEST_FIRST = " ORDER BY id DESC LIMIT :limit";
    private static final String OLDEST_FIRST = " ORDER BY id LIMIT :limit";

    private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EventReader(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * The newest events first.
     *
     * @param before only those older than this id; {@link Long#MAX_VALUE}: from the newest on
     * @param limit at most so many
     */
    public List<RecordedEvent> newestFirst(EventFilter filter, long before, int limit) {
        return read(filter, NEWEST_FIRST, 0, before - 1, limit);
    }

    /**
     * The oldest events first.
     *
     * @param after only those newer than this id
     * @param upTo only those up to this id
     * @param limit at most so many
     */
    public List<RecordedEvent> oldestFirst(EventFilter filter, long after, long upTo, int limit) {
        return read(filter, OLDEST_FIRST, after, upTo, limit);
    }

    /** The events with these ids, the oldest first; one that is not there is left out. */
    public List<RecordedEvent> ofIds(Collection<Long> ids) {
        return jdbc.sql(BY_IDS)
                .param("ids", ids.toArray(Long[]::new))
                .query((row, number) -> event(row))
                .list();
    }

    private List<RecordedEvent> read(
            EventFilter filter, String order, long after, long upTo, int limit) {
        String statement =
                filter.project() == null
                        ? READ + filter.conditions() + order
                        : ofProject(filter, order);
        return jdbc.sql(statement)
                .params(filter.parameters())
                .param("after", after)
                .param("upTo", upTo)
                .param("limit", limit)
                .query((row, number) -> event(row))
                .list();
    }

    /**
     * The events of a project are found first and put in order then. Asked for both at once,
     * PostgreSQL may walk through the log from its end until it has a page of them, and they may
     * all be old.
     */
    private static String ofProject(EventFilter filter, String order) {
        return """
               WITH mine AS MATERIALIZED (
                   SELECT id
                     FROM event
                    WHERE true%1$s
               )
               SELECT id, at, type, actor, index_id, projects, detail
                 FROM event
                WHERE id IN (SELECT id FROM mine WHERE id > :after AND id <= :upTo%2$s)%2$s
               """
                .formatted(filter.conditions(), order);
    }

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
