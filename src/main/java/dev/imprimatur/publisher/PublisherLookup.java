package dev.imprimatur.publisher;

import dev.imprimatur.SharedStatement;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.ProjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
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
            SELECT w.number, p.id, p.grant_id, p.enabled, p.name_pattern, j.name,
                   j.normalized_name, j.blocked_reason, j.pending_until, j.lost_at, p.fields, p.pins,
                   p.pin_deadline, j.id AS project_id
              FROM unnest(CAST(:keys AS text[]), CAST(:providers AS text[]),
                          CAST(:indexes AS text[]))
                   WITH ORDINALITY AS w (key, provider, index_id, number)
             CROSS JOIN LATERAL (
                   SELECT *
                     FROM publisher
                    WHERE lookup_key = w.key AND provider = w.provider AND index_id = w.index_id
                    ORDER BY id
                    LIMIT :most) p
              LEFT JOIN project j ON j.id = p.project_id
             ORDER BY w.number, p.id
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
    private final SharedStatement<Wanted, List<Candidate>> shared =
            new SharedStatement<>(2, this::byKey);

    PublisherLookup(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<Candidate> byKey(String indexId, String providerId, String key) {
        return shared.ask(new Wanted(indexId, providerId, key));
    }

    private record Wanted(String indexId, String providerId, String key) {}

    private List<List<Candidate>> byKey(List<Wanted> wanted) {
        List<List<Candidate>> found = new ArrayList<>();
        wanted.forEach(each -> found.add(new ArrayList<>()));
        jdbc.sql(BY_KEY)
                .param("keys", texts(wanted, Wanted::key))
                .param("providers", texts(wanted, Wanted::providerId))
                .param("indexes", texts(wanted, Wanted::indexId))
                .param("most", MOST)
                .query(
                        (RowCallbackHandler)
                                row -> found.get(row.getInt("number") - 1).add(candidate(row)));
        return found;
    }

    private static String[] texts(List<Wanted> wanted, Function<Wanted, String> part) {
        return wanted.stream().map(part).toArray(String[]::new);
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
