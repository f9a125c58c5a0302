package dev.imprimatur.token;

import dev.imprimatur.project.ProjectName;
import dev.imprimatur.secret.Secret;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads upload tokens by their hash, together with the publishers that still stand behind them. */
@Component
class TokenRows {

    /**
     * The publishers are joined live, by what they say: one that was removed or changed in this
     * instant gives nothing.
     */
    private static final String WITH_PUBLISHERS =
            """
            SELECT t.id, t.index_id, t.provider, t.grant_ids, t.single_use, t.issuer, t.jti,
                   t.claims, t.issued_at, t.expires_at,
                   t.consumed_at IS NOT NULL AS consumed, t.revoked_at IS NOT NULL AS revoked,
                   p.grant_id, p.id AS publisher_id, p.fields, j.name, j.blocked_reason
              FROM upload_token t
            %s
             WHERE t.hash = :hash
             ORDER BY p.id
            """;

    private static final String FOR_PROJECT =
            WITH_PUBLISHERS.formatted(
                    """
                      LEFT JOIN project j ON j.index_id = t.index_id AND j.normalized_name = :project
                      LEFT JOIN publisher p ON p.project_id = j.id AND p.grant_id = ANY (t.grant_ids)\
                    """);

    private static final String FOR_ANY_PROJECT =
            WITH_PUBLISHERS.formatted(
                    """
                      LEFT JOIN publisher p ON p.grant_id = ANY (t.grant_ids)
                      LEFT JOIN project j ON j.id = p.project_id\
                    """);

    private static final String LIVE_GRANTS =
            "SELECT count(*) FROM publisher WHERE grant_id = ANY (:ids)";

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TokenRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The token, with its live publishers of one project. */
    Optional<TokenRow> forProject(Secret token, ProjectName project) {
        return jdbc.sql(FOR_PROJECT)
                .param("hash", token.hash())
                .param("project", project.normalized())
                .query(this::firstRow);
    }

    /** The token, with all its live publishers. */
    Optional<TokenRow> forAnyProject(Secret token) {
        return jdbc.sql(FOR_ANY_PROJECT).param("hash", token.hash()).query(this::firstRow);
    }

    /** Whether publishers under which the token was minted are gone or changed by now. */
    boolean hasLostGrants(TokenRow token) {
        long[] ids = token.grantIds().stream().mapToLong(Long::longValue).toArray();
        Long live = jdbc.sql(LIVE_GRANTS).param("ids", ids).query(Long.class).single();
        return live < ids.length;
    }

    private Optional<TokenRow> firstRow(ResultSet rows) throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        List<TokenRow.Grant> grants = new ArrayList<>();
        Array grantIds = rows.getArray("grant_ids");
        TokenRow token =
                new TokenRow(
                        rows.getLong("id"),
                        rows.getString("index_id"),
                        rows.getString("provider"),
                        List.of((Long[]) grantIds.getArray()),
                        rows.getBoolean("single_use"),
                        rows.getString("issuer"),
                        rows.getString("jti"),
                        json.readValue(rows.getString("claims"), TEXTS),
                        rows.getObject("issued_at", OffsetDateTime.class).toInstant(),
                        rows.getObject("expires_at", OffsetDateTime.class).toInstant(),
                        rows.getBoolean("consumed"),
                        rows.getBoolean("revoked"),
                        grants);
        do {
            grant(rows).ifPresent(grants::add);
        } while (rows.next());
        return Optional.of(token);
    }

    private Optional<TokenRow.Grant> grant(ResultSet row) throws SQLException {
        @Nullable String fields = row.getString("fields");
        return fields == null
                ? Optional.empty()
                : Optional.of(
                        new TokenRow.Grant(
                                row.getLong("grant_id"),
                                row.getLong("publisher_id"),
                                row.getString("name"),
                                json.readValue(fields, TEXTS),
                                row.getString("blocked_reason")));
    }
}
