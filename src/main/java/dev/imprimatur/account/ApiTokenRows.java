package dev.imprimatur.account;

import dev.imprimatur.secret.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of API tokens, each with the account that it acts for. */
@Component
class ApiTokenRows {

    /** How fine the last use is kept: a busy token costs a write a minute, not one a request. */
    private static final Duration LAST_USE = Duration.ofMinutes(1);

    private static final String SELECT =
            """
            SELECT t.id, t.name, t.scope, t.projects, t.created_at, t.expires_at, t.last_used_at,
                   a.id AS account_id, a.name AS account, a.email,
                   a.created_at AS account_created_at
              FROM api_token t
              LEFT JOIN account a ON a.id = t.account_id
            """;

    private static final String BY_HASH = SELECT + " WHERE t.hash = :hash";
    private static final String BY_ID = SELECT + " WHERE t.id = :id";

    private static final String BY_NAME =
            SELECT + " WHERE t.name = :name AND t.account_id IS NOT DISTINCT FROM :account";

    private static final String PAGE = SELECT + " WHERE t.id > :after ORDER BY t.id LIMIT :limit";

    private static final String PAGE_OF_ACCOUNT =
            PAGE.replace("WHERE", "WHERE t.account_id = :account AND");

    private static final String COUNT =
            "SELECT count(*) FROM api_token WHERE account_id = :account";

    private static final String INSERT =
            """
            INSERT INTO api_token (hash, name, account_id, scope, projects, created_at, expires_at)
            VALUES (:hash, :name, :account, :scope, CAST(:projects AS jsonb), :now, :expires)
            ON CONFLICT DO NOTHING
            RETURNING id
            """;

    private static final String DELETE = "DELETE FROM api_token WHERE id = :id";

    /** Whoever else writes the same row at this moment writes the same: nobody waits for them. */
    private static final String USED =
            """
            UPDATE api_token SET last_used_at = :now
             WHERE id = (SELECT id FROM api_token
                          WHERE id = :id AND (last_used_at IS NULL OR last_used_at <= :before)
                            FOR NO KEY UPDATE SKIP LOCKED)
            """;

    private static final TypeReference<List<ProjectGlob>> GLOBS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ApiTokenRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<ApiToken> ofHash(byte[] hash) {
        return jdbc.sql(BY_HASH).param("hash", hash).query(this::token).optional();
    }

    Optional<ApiToken> ofId(long id) {
        return jdbc.sql(BY_ID).param("id", id).query(this::token).optional();
    }

    Optional<ApiToken> ofName(@Nullable Account account, String name) {
        return jdbc.sql(BY_NAME)
                .param("name", name)
                .param("account", account == null ? null : account.id(), java.sql.Types.BIGINT)
                .query(this::token)
                .optional();
    }

    List<ApiToken> page(long after, int limit) {
        return jdbc.sql(PAGE).param("after", after).param("limit", limit).query(this::token).list();
    }

    List<ApiToken> pageOf(Account account, long after, int limit) {
        return jdbc.sql(PAGE_OF_ACCOUNT)
                .param("account", account.id())
                .param("after", after)
                .param("limit", limit)
                .query(this::token)
                .list();
    }

    long count(Account account) {
        return jdbc.sql(COUNT).param("account", account.id()).query(Long.class).single();
    }

    /** Adds a token; empty where its text, or its name for this account, is there already. */
    Optional<ApiToken> add(Secret secret, NewApiToken wanted, Instant now) {
        return jdbc.sql(INSERT)
                .param("hash", secret.hash())
                .param("name", wanted.name())
                .param(
                        "account",
                        wanted.account() == null ? null : wanted.account().id(),
                        java.sql.Types.BIGINT)
                .param("scope", wanted.scope().wireName())
                .param(
                        "projects",
                        wanted.projects() == null
                                ? null
                                : json.writeValueAsString(wanted.projects()))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param(
                        "expires",
                        wanted.expiresAt() == null
                                ? null
                                : wanted.expiresAt().atOffset(ZoneOffset.UTC),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .query(Long.class)
                .optional()
                .flatMap(this::ofId);
    }

    boolean remove(long id) {
        return jdbc.sql(DELETE).param("id", id).update() > 0;
    }

    /** Keeps that a token was used now, where that is not known yet to the minute. */
    void used(ApiToken token, Instant now) {
        Instant before = now.minus(LAST_USE);
        if (token.lastUsedAt() == null || !token.lastUsedAt().isAfter(before)) {
            jdbc.sql(USED)
                    .param("id", token.id())
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("before", before.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    private ApiToken token(ResultSet row, int number) throws SQLException {
        String projects = row.getString("projects");
        return new ApiToken(
                row.getLong("id"),
                row.getString("name"),
                account(row),
                Scope.of(row.getString("scope")).orElseThrow(),
                projects == null ? null : json.readValue(projects, GLOBS),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                time(row, "expires_at"),
                time(row, "last_used_at"));
    }

    private static @Nullable Account account(ResultSet row) throws SQLException {
        long id = row.getLong("account_id");
        return row.wasNull()
                ? null
                : new Account(
                        id,
                        row.getString("account"),
                        row.getString("email"),
                        row.getObject("account_created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
