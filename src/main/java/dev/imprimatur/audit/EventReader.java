package dev.imprimatur.audit;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the audit log, a page or a chunk at a time: no answer holds a transaction open.
 *
 * <p>Events of a type that we do not know, which a newer version beside us writes, are left out:
 * what of them is for whose eyes is not for us to say.
 */
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
        List<Row> rows =
                jdbc.sql(BY_IDS)
                        .param("ids", ids.toArray(Long[]::new))
                        .query((row, number) -> row(row))
                        .list();
        return rows.stream().flatMap(row -> row.event().stream()).toList();
    }

    /** A row of the log; without an event where its type is not known. */
    private record Row(long id, Optional<RecordedEvent> event) {}

    /** As many as are wanted where there are as many: fewer are the end to whoever reads pages. */
    private List<RecordedEvent> read(
            EventFilter filter, String order, long after, long upTo, int limit) {
        List<RecordedEvent> events = new ArrayList<>();
        long from = after;
        long to = upTo;
        boolean more = true;
        while (more && events.size() < limit) {
            int wanted = limit - events.size();
            List<Row> rows = rows(filter, order, from, to, wanted);
            rows.forEach(row -> row.event().ifPresent(events::add));
            more = rows.size() == wanted;
            if (more && order.equals(OLDEST_FIRST)) {
                from = rows.getLast().id();
            } else if (more) {
                to = rows.getLast().id() - 1;
            }
        }
        return events;
    }

    private List<Row> rows(EventFilter filter, String order, long after, long upTo, int limit) {
        return jdbc.sql(statement(filter, order))
                .params(filter.parameters())
                .param("ofTypes", typesOf(filter))
                .param("after", after)
                .param("upTo", upTo)
                .param("limit", limit)
                .query((row, number) -> row(row))
                .list();
    }

    private static String statement(EventFilter filter, String order) {
        if (filter.project() != null) {
            return isWalkable(filter) ? ofProjectByTypes(filter, order) : ofProject(filter, order);
        }
        return filter.types().isEmpty()
                ? READ + filter.conditions() + order
                : ofTypes(filter, order);
    }

    /** An attempt is found by an index of its own, which leaves nothing to be walked. */
    private static boolean isWalkable(EventFilter filter) {
        return filter.indexId() != null && filter.attempt() == null;
    }

    /**
     * Of each type a page is found by itself, by the index on types. PostgreSQL does not know how
     * rare they are when it plans, and would rather walk through the whole log: the comparison of
     * pairs, which says the same as an equal type, leaves it that index alone.
     */
    private static String ofTypes(EventFilter filter, String order) {
        return """
               SELECT found.*
                 FROM unnest(CAST(:types AS text[])) AS wanted (of_type)
                CROSS JOIN LATERAL (
                      SELECT id, at, type, actor, index_id, projects, detail
                        FROM event
                       WHERE (type, id) > (wanted.of_type, :after)
                         AND (type, id) <= (wanted.of_type, :upTo)%s%s) found
               %s
               """
                .formatted(
                        filter.conditionsButTypes(),
                        order.equals(OLDEST_FIRST)
                                ? " ORDER BY type, id LIMIT :limit"
                                : " ORDER BY type DESC, id DESC LIMIT :limit",
                        order);
    }

    /**
     * The events that a project has alone are walked in the index that has them in order, of each
     * type as many as a page takes; the comparison of four leaves PostgreSQL that index alone, as
     * above. Those that it shares with others are found first and put in order then.
     *
     * <p>Limit: what is asked for besides types is looked at event by event; and of a monorepo all
     * shared events are read.
     */
    private static String ofProjectByTypes(EventFilter filter, String order) {
        return """
               WITH own AS MATERIALIZED (
                   SELECT page.id
                     FROM unnest(CAST(:ofTypes AS text[])) AS wanted (of_type)
                    CROSS JOIN LATERAL (
                          SELECT id
                            FROM event
                           WHERE (index_id, projects, type, id)
                                 > (:index, CAST(:projects AS text[]), wanted.of_type, :after)
                             AND (index_id, projects, type, id)
                                 <= (:index, CAST(:projects AS text[]), wanted.of_type, :upTo)
                             AND cardinality(projects) = 1
                             AND detail -> 'pending_projects' IS NULL%1$s%3$s) page
               ), shared AS MATERIALIZED (
                   SELECT id, type
                     FROM event
                    WHERE (cardinality(projects) > 1 OR detail -> 'pending_projects' IS NOT NULL)%2$s
               )
               SELECT id, at, type, actor, index_id, projects, detail
                 FROM event
                WHERE id IN (SELECT id
                               FROM (SELECT id FROM own
                                     UNION ALL
                                     SELECT id
                                       FROM shared
                                      WHERE id > :after
                                        AND id <= :upTo
                                        AND type = ANY (:ofTypes)) found%4$s)%4$s
               """
                .formatted(
                        filter.conditionsOnly(),
                        filter.conditionsButTypes(),
                        order.equals(OLDEST_FIRST)
                                ? " ORDER BY index_id, projects, type, id LIMIT :limit"
                                : " ORDER BY index_id DESC, projects DESC, type DESC, id DESC"
                                        + " LIMIT :limit",
                        order);
    }

    /** All types that we know where none is named: of others nothing is told. */
    private static String[] typesOf(EventFilter filter) {
        return (filter.types().isEmpty() ? EnumSet.allOf(EventType.class) : filter.types())
                .stream().map(EventType::wireName).toArray(String[]::new);
    }

    /**
     * Where nothing says how to walk, the events of a project are found first and put in order
     * then. Asked for both at once, PostgreSQL may walk through the log from its end until it has a
     * page of them, and they may all be old.
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

    private Row row(ResultSet row) throws SQLException {
        Optional<EventType> type = EventType.of(row.getString("type"));
        return new Row(
                row.getLong("id"),
                type.isEmpty() ? Optional.empty() : Optional.of(event(row, type.get())));
    }

    private RecordedEvent event(ResultSet row, EventType type) throws SQLException {
        Array projects = row.getArray("projects");
        return new RecordedEvent(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new Event(
                        type,
                        row.getString("actor"),
                        row.getString("index_id"),
                        List.of((String[]) projects.getArray()),
                        json.readValue(row.getString("detail"), DETAIL)));
    }
}
