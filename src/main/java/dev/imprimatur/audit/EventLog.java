package dev.imprimatur.audit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
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

    /**
     * Writes the event of a refusal, under an id by which it is found, unless it was written
     * before. Intent: what somebody can cause again and again at no cost must not grow without end.
     *
     * @param key by which it is recognised when it comes again; 32 bytes
     * @param until how long it is remembered
     * @return the id of the event that tells of it, now or before; empty: it has none
     */
    @Transactional
    public Optional<String> recordOnce(Event event, byte[] key, Instant until) {
        String attempt = AttemptId.random();
        boolean first =
                jdbc.sql(TELL_ONCE)
                                .param("key", key)
                                .param("until", until.atOffset(ZoneOffset.UTC))
                                .param("attempt", attempt)
                                .update()
                        == 1;
        if (first) {
            record(event.with("attempt", attempt));
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
