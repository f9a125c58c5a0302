package dev.imprimatur.publisher;

import dev.imprimatur.project.ProjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the publishers that an identity might match: one indexed look-up in an exchange. */
@Component
class PublisherLookup {

    private static final String BY_KEY =
            """
            SELECT p.id, p.grant_id, p.enabled, j.name, j.normalized_name, p.fields, p.pins, p.pin_deadline
              FROM publisher p
              JOIN project j ON j.id = p.project_id
             WHERE p.lookup_key = :key
               AND p.provider = :provider
               AND p.index_id = :index
             ORDER BY p.id
            """;

    private static final String BY_PINS =
            """
            SELECT p.id, p.grant_id, p.enabled, j.name, j.normalized_name, p.fields, p.pins, p.pin_deadline
              FROM publisher p
              JOIN project j ON j.id = p.project_id
             WHERE p.pins = CAST(:pins AS jsonb)
               AND p.provider = :provider
               AND p.index_id = :index
             ORDER BY p.id
             LIMIT 1
            """;

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    PublisherLookup(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<Candidate> byKey(String indexId, String providerId, String key) {
        return jdbc.sql(BY_KEY)
                .param("key", key)
                .param("provider", providerId)
                .param("index", indexId)
                .query((row, number) -> candidate(row))
                .list();
    }

    /** For a refusal only: a publisher of the same workload under another name. */
    List<Candidate> byPins(String indexId, String providerId, Map<String, String> pins) {
        return jdbc.sql(BY_PINS)
                .param("pins", json.writeValueAsString(pins))
                .param("provider", providerId)
                .param("index", indexId)
                .query((row, number) -> candidate(row))
                .list();
    }

    private Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                row.getLong("id"),
                row.getLong("grant_id"),
                row.getBoolean("enabled"),
                new ProjectName(row.getString("name"), row.getString("normalized_name")),
                json.readValue(row.getString("fields"), TEXTS),
                texts(row.getString("pins")),
                instant(row.getObject("pin_deadline", OffsetDateTime.class)));
    }

    private @Nullable Map<String, String> texts(@Nullable String text) {
        return text == null ? null : json.readValue(text, TEXTS);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
