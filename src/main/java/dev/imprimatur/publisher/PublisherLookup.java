package dev.imprimatur.publisher;

import dev.imprimatur.project.NamePattern;
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

    /**
     * How many are looked at in one exchange. The oldest: whoever registers publishers that name
     * somebody else's repository makes its exchanges no slower than this, and takes none away.
     */
    static final int MOST = 1000;

    static final String BY_KEY =
            """
            SELECT p.id, p.grant_id, p.enabled, p.name_pattern, j.name, j.normalized_name,
                   j.blocked_reason, j.pending_until, j.lost_at, p.fields, p.pins,
                   p.pin_deadline, j.id AS project_id
              FROM publisher p
              LEFT JOIN project j ON j.id = p.project_id
             WHERE p.lookup_key = :key
               AND p.provider = :provider
               AND p.index_id = :index
             ORDER BY p.id
             LIMIT :most
            """;

    private static final String BY_PINS =
            """
            SELECT p.id, p.grant_id, p.enabled, p.name_pattern, j.name, j.normalized_name,
                   j.blocked_reason, j.pending_until, j.lost_at, p.fields, p.pins,
                   p.pin_deadline, j.id AS project_id
              FROM publisher p
              LEFT JOIN project j ON j.id = p.project_id
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
                .param("most", MOST)
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
                reach(row),
                row.getString("blocked_reason"),
                instant(row.getObject("pending_until", OffsetDateTime.class)),
                row.getObject("lost_at") != null,
                json.readValue(row.getString("fields"), TEXTS),
                texts(row.getString("pins")),
                instant(row.getObject("pin_deadline", OffsetDateTime.class)));
    }

    private static Reach reach(ResultSet row) throws SQLException {
        String pattern = row.getString("name_pattern");
        return pattern == null
                ? new Reach.One(
                        new ProjectName(row.getString("name"), row.getString("normalized_name")),
                        row.getObject("pending_until") == null ? null : row.getLong("project_id"))
                : new Reach.Pattern(new NamePattern(pattern));
    }

    private @Nullable Map<String, String> texts(@Nullable String text) {
        return text == null ? null : json.readValue(text, TEXTS);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
