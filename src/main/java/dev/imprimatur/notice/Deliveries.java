package dev.imprimatur.notice;

import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.RecordedEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of messages. Whoever sends one has it for the time of a lease that is committed before:
 * a sender that dies leaves a row that comes up again, with the same id.
 */
final class Deliveries {

    /** Longer than any attempt may take. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final String INSERT =
            """
            INSERT INTO delivery (event_id, target, address, projects, created_at, due_at)
            VALUES (:event, :target, :address, :projects, :now, :now)
            ON CONFLICT (event_id, target, address) DO NOTHING
            """;

    private static final String CLAIM =
            """
            WITH next AS (
                SELECT address FROM delivery
                 WHERE target = :target AND state = 'waiting' AND due_at <= :now
                 ORDER BY due_at
                 LIMIT 1
                   FOR UPDATE SKIP LOCKED
            ), due AS (
                SELECT d.id FROM delivery d JOIN next USING (address)
                 WHERE d.target = :target AND d.state = 'waiting' AND d.due_at <= :now
                 ORDER BY d.due_at
                 LIMIT :limit
                   FOR UPDATE OF d SKIP LOCKED
            )
            UPDATE delivery
               SET due_at = :leaseEnd, attempts = attempts + 1
              FROM due
             WHERE delivery.id = due.id
            RETURNING delivery.id, event_id, address, projects, attempts, created_at
            """;

    private static final String DELIVERED =
            """
            UPDATE delivery
               SET state = 'delivered', ended_at = :now, failure = NULL
             WHERE id = :id AND state <> 'delivered'
            """;

    /** Only by the latest attempt: one that took longer than its lease has nothing to say. */
    private static final String LATER =
            """
            UPDATE delivery
               SET due_at = :dueAt, failure = :failure
             WHERE id = :id AND state = 'waiting' AND attempts = :attempts
            """;

    private static final String DEAD =
            """
            UPDATE delivery
               SET state = 'dead', ended_at = :now, failure = :failure
             WHERE id = :id AND state = 'waiting' AND attempts = :attempts
            """;

    private final JdbcClient jdbc;
    private final EventReader events;
    private final Clock clock;

    Deliveries(JdbcClient jdbc, EventReader events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A message that is to be sent now, by whoever got this and nobody else.
     *
     * @param attempts this one included
     * @param createdAt since when it waits
     */
    record Claimed(Notice notice, int attempts, Instant createdAt) {}

    private record Row(
            UUID id,
            long event,
            String address,
            List<String> projects,
            int attempts,
            Instant createdAt) {}

    /** Puts a message down to be sent at once; the same one again is none. */
    void add(RecordedEvent event, Route route) {
        jdbc.sql(INSERT)
                .param("event", event.id())
                .param("target", route.target())
                .param("address", route.address())
                .param("projects", route.projects().toArray(String[]::new))
                .param("now", at(clock.instant()))
                .update();
    }

    /**
     * Takes the message that is most overdue, and others that are due for the same address.
     *
     * @param limit at most so many
     */
    List<Claimed> claim(String target, int limit) {
        Instant now = clock.instant();
        List<Row> rows =
                jdbc.sql(CLAIM)
                        .param("target", target)
                        .param("now", at(now))
                        .param("leaseEnd", at(now.plus(LEASE)))
                        .param("limit", limit)
                        .query((row, number) -> row(row))
                        .list();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, RecordedEvent> told = told(rows.stream().map(Row::event).toList());
        List<Claimed> claimed = new ArrayList<>();
        for (Row row : rows) {
            RecordedEvent event = told.get(row.event());
            if (event != null) {
                claimed.add(claimed(row, event));
            }
        }
        claimed.sort(Comparator.comparingLong(each -> each.notice().recorded().id()));
        return claimed;
    }

    void delivered(Claimed claimed) {
        jdbc.sql(DELIVERED)
                .param("id", claimed.notice().id())
                .param("now", at(clock.instant()))
                .update();
    }

    /** Leaves a message for later. */
    void later(Claimed claimed, Instant dueAt, String failure) {
        jdbc.sql(LATER)
                .param("id", claimed.notice().id())
                .param("attempts", claimed.attempts())
                .param("dueAt", at(dueAt))
                .param("failure", failure)
                .update();
    }

    /** Gives a message up; false where somebody else decides on it by now. */
    boolean dead(Claimed claimed, String failure) {
        return jdbc.sql(DEAD)
                        .param("id", claimed.notice().id())
                        .param("attempts", claimed.attempts())
                        .param("now", at(clock.instant()))
                        .param("failure", failure)
                        .update()
                == 1;
    }

    private Map<Long, RecordedEvent> told(Collection<Long> ids) {
        return events.ofIds(ids).stream()
                .collect(Collectors.toMap(RecordedEvent::id, Function.identity()));
    }

    private static Claimed claimed(Row row, RecordedEvent event) {
        return new Claimed(
                new Notice(row.id(), row.address(), row.projects(), event),
                row.attempts(),
                row.createdAt());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getLong("event_id"),
                row.getString("address"),
                List.of((String[]) row.getArray("projects").getArray()),
                row.getInt("attempts"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
