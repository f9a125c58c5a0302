package dev.imprimatur.token;

import dev.imprimatur.project.RegisteredProject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Shows those who look after a project which upload tokens are good for it now. */
@Component
public class LiveTokens {

    /** Few rows: expired ones are passed over by the index on the expiry. */
    private static final String PAGE =
            """
            SELECT t.id, t.provider, t.single_use, t.issuer, t.jti, t.claims, t.issued_at,
                   t.expires_at,
                   ARRAY(SELECT p.id FROM publisher p
                          WHERE p.grant_id = ANY (t.grant_ids)
                            AND %1$s
                          ORDER BY p.id) AS publishers
              FROM upload_token t
             WHERE t.expires_at > :now
               AND t.index_id = :index
               AND t.revoked_at IS NULL AND t.consumed_at IS NULL
               AND t.id > :after
               AND :project <> ALL (t.taken_from)
               AND (t.only_projects IS NULL OR :name = ANY (t.only_projects))
               AND EXISTS (SELECT FROM publisher p
                            WHERE p.grant_id = ANY (t.grant_ids)
                              AND %1$s)
             ORDER BY t.id
             LIMIT :limit
            """
                    .formatted(TokenRows.IS_FOR_PROJECT);

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private static final String COUNT =
            """
            SELECT count(*) FROM upload_token
             WHERE expires_at > :now AND revoked_at IS NULL AND consumed_at IS NULL
            """;

    private final JdbcClient jdbc;
    private final Provenances provenances;
    private final JsonMapper json;
    private final Clock clock;

    LiveTokens(JdbcClient jdbc, Provenances provenances, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.provenances = provenances;
        this.json = json;
        this.clock = clock;
    }

    /**
     * An upload token that is good for the project now; its text is nowhere.
     *
     * @param id by which answers and events name it
     * @param publishers the publishers of this project under which it was minted
     * @param claims the recorded claims of the identity token
     * @param origin the same for people, with links
     */
    public record LiveToken(
            long id,
            String provider,
            boolean singleUse,
            List<Long> publishers,
            Map<String, String> claims,
            Origin origin,
            String issuer,
            @Nullable String jti,
            Instant issuedAt,
            Instant expiresAt) {}

    /** The tokens of a project, the oldest first, after this id. */
    public List<LiveToken> page(RegisteredProject project, long after, int limit) {
        return jdbc.sql(PAGE)
                .param("project", project.id())
                .param("index", project.indexId())
                .param("name", project.name().normalized())
                .param("real", !project.isPending())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> token(row))
                .list();
    }

    /**
     * How many upload tokens of all indexes have not expired, were not revoked and not used up;
     * their publishers may be gone.
     */
    public long count() {
        return jdbc.sql(COUNT)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    private LiveToken token(ResultSet row) throws SQLException {
        String provider = row.getString("provider");
        Map<String, String> claims = json.readValue(row.getString("claims"), TEXTS);
        return new LiveToken(
                row.getLong("id"),
                provider,
                row.getBoolean("single_use"),
                List.of((Long[]) row.getArray("publishers").getArray()),
                claims,
                provenances.origin(provider, claims),
                row.getString("issuer"),
                row.getString("jti"),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }
}
