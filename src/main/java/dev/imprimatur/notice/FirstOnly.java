package dev.imprimatur.notice;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.PendingMarks;
import dev.imprimatur.audit.RecordedEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Leaves out what comes again and again. A job that is refused tells its project once, until an
 * exchange has worked; somebody who holds a name that is pinned to another one tells it once a day.
 *
 * <p>Intent: nobody can fill another's mailbox by running a job in a loop. Limit: what happens
 * twice within one batch, with a success in between, is told once.
 */
final class FirstOnly {

    private static final String FIRST =
            """
            INSERT INTO last_told AS t
                   (type, index_id, project, pending_project, event_id, told_at)
            SELECT :type, first.*
              FROM unnest(CAST(:indexes AS text[]), CAST(:projects AS text[]),
                          CAST(:pending AS bigint[]), CAST(:events AS bigint[]),
                          CAST(:times AS timestamptz[])) AS first
            ON CONFLICT (type, index_id, project, pending_project)
            DO UPDATE SET event_id = excluded.event_id, told_at = excluded.told_at
             WHERE %s
            RETURNING index_id, project, pending_project, event_id
            """;

    private static final String SINCE_IT_WORKED =
            FIRST.formatted(
                    """
                    EXISTS (SELECT FROM event e
                             WHERE e.type = 'token-minted'
                               AND e.index_id = t.index_id
                               AND e.projects @> ARRAY[t.project]
                               AND (t.pending_project = 0
                                    OR e.detail -> 'pending_projects' -> t.project
                                       @> to_jsonb(t.pending_project))
                               AND e.id > t.event_id)
                    """);

    private static final String ONCE_A_DAY =
            FIRST.formatted("t.told_at < excluded.told_at - interval '1 day'");

    private final JdbcClient jdbc;

    FirstOnly(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Whom an event concerns: one who has a name, or one of those who wait for it.
     *
     * @param pending the id of the pending project; 0: the name is not marked as one
     */
    private record Place(String index, String project, long pending) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::index)
                        .thenComparing(Place::project)
                        .thenComparingLong(Place::pending);

        static List<Place> of(Event event) {
            String index = event.indexId();
            // A refusal that came near to nobody's project is nobody's business.
            return index == null
                    ? List.of()
                    : event.projects().stream()
                            .flatMap(project -> of(index, project, PendingMarks.of(event)))
                            .toList();
        }

        private static Stream<Place> of(
                String index, String project, Map<String, Set<Long>> marks) {
            return marks.getOrDefault(project, Set.of(0L)).stream()
                    .map(pending -> new Place(index, project, pending));
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private record First(Place place, long event) {}

    /** The events that are to be told, with the projects that are to hear of them. */
    List<RecordedEvent> of(List<RecordedEvent> all) {
        // Of which a pin mismatch tells already, more to the point.
        List<RecordedEvent> events =
                all.stream()
                        .filter(each -> !each.event().detail().containsKey("pin_mismatch"))
                        .toList();
        Set<First> refusals = first(SINCE_IT_WORKED, EventType.EXCHANGE_REFUSED, events);
        Set<First> mismatches = first(ONCE_A_DAY, EventType.PIN_MISMATCH, events);
        List<RecordedEvent> told = new ArrayList<>();
        for (RecordedEvent each : events) {
            switch (each.event().type()) {
                case EXCHANGE_REFUSED -> addWhereFirst(told, each, refusals);
                case PIN_MISMATCH -> addWhereFirst(told, each, mismatches);
                default -> told.add(each);
            }
        }
        return told;
    }

    private static void addWhereFirst(
            List<RecordedEvent> told, RecordedEvent each, Set<First> first) {
        Set<String> projects =
                Place.of(each.event()).stream()
                        .filter(place -> first.contains(new First(place, each.id())))
                        .map(Place::project)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!projects.isEmpty()) {
            told.add(of(each, projects));
        }
    }

    private static RecordedEvent of(RecordedEvent all, Set<String> projects) {
        Event event = all.event();
        return new RecordedEvent(
                all.id(),
                all.at(),
                new Event(
                        event.type(),
                        event.actor(),
                        event.indexId(),
                        List.copyOf(projects),
                        event.detail()));
    }

    private Set<First> first(String sql, EventType type, List<RecordedEvent> events) {
        // Sorted, so that two instances with some projects in common wait for each other once.
        Map<Place, RecordedEvent> oldest = new TreeMap<>();
        for (RecordedEvent each : events) {
            if (each.event().type() == type) {
                Place.of(each.event()).forEach(place -> oldest.putIfAbsent(place, each));
            }
        }
        return oldest.isEmpty() ? new HashSet<>() : first(sql, type, oldest);
    }

    private Set<First> first(String sql, EventType type, Map<Place, RecordedEvent> oldest) {
        return jdbc.sql(sql)
                .param("type", type.wireName())
                .param("indexes", oldest.keySet().stream().map(Place::index).toArray(String[]::new))
                .param(
                        "projects",
                        oldest.keySet().stream().map(Place::project).toArray(String[]::new))
                .param("pending", oldest.keySet().stream().map(Place::pending).toArray(Long[]::new))
                .param(
                        "events",
                        oldest.values().stream().map(RecordedEvent::id).toArray(Long[]::new))
                .param(
                        "times",
                        oldest.values().stream()
                                .map(each -> each.at().toString())
                                .toArray(String[]::new))
                .query((row, number) -> row(row))
                .set();
    }

    private static First row(ResultSet row) throws SQLException {
        return new First(
                new Place(
                        row.getString("index_id"),
                        row.getString("project"),
                        row.getLong("pending_project")),
                row.getLong("event_id"));
    }
}
