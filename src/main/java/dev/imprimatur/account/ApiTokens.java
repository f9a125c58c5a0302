package dev.imprimatur.account;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.secret.Secret;
import dev.imprimatur.secret.SecretFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The credentials of the management API; only their hashes are kept. */
@Service
public class ApiTokens {

    static final SecretFormat FORMAT = new SecretFormat("impa_");

    private static final String BY_HASH =
            "SELECT id, name, created_at FROM api_token WHERE hash = :hash";

    private static final String BY_NAME =
            "SELECT id, name, created_at FROM api_token WHERE name = :name";

    private static final String PAGE =
            """
            SELECT id, name, created_at
              FROM api_token
             WHERE id > :after
             ORDER BY id
             LIMIT :limit
            """;

    private static final String INSERT =
            """
            INSERT INTO api_token (hash, name, scope, created_at)
            VALUES (:hash, :name, 'admin', :now)
            ON CONFLICT DO NOTHING
            RETURNING id, name, created_at
            """;

    private static final String DELETE =
            "DELETE FROM api_token WHERE id = :id RETURNING id, name, created_at";

    private final JdbcClient jdbc;
    private final EventLog events;
    private final Clock clock;

    ApiTokens(JdbcClient jdbc, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /** What creating a token comes to. */
    public sealed interface Creation {}

    /** It is there; its text is handed out this once. */
    public record Created(ApiToken token, Secret secret) implements Creation {}

    /** Another token has this name. */
    public record NameTaken(ApiToken existing) implements Creation {}

    /**
     * The token with this text; empty where there is none. A text with a wrong form or checksum
     * costs no look at the database.
     */
    public Optional<ApiToken> ofText(String text) {
        return FORMAT.read(text)
                .flatMap(
                        secret ->
                                jdbc.sql(BY_HASH)
                                        .param("hash", secret.hash())
                                        .query((row, number) -> token(row))
                                        .optional());
    }

    /** The oldest tokens first, after this id. */
    public List<ApiToken> page(long after, int limit) {
        return jdbc.sql(PAGE)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> token(row))
                .list();
    }

    /** Makes a new token under a name that no other has. */
    @Transactional
    public Creation create(String name, String actor) {
        Secret secret = FORMAT.generate("");
        Optional<ApiToken> token = add(secret, name, actor);
        if (token.isPresent()) {
            return new Created(token.get(), secret);
        }
        return jdbc.sql(BY_NAME)
                .param("name", name)
                .query((row, number) -> token(row))
                .optional()
                .<Creation>map(NameTaken::new)
                // Its holder removed it in this very moment: the next attempt goes through.
                .orElseThrow(
                        () ->
                                new org.springframework.dao.ConcurrencyFailureException(
                                        "The API token of this name has just gone"));
    }

    /** Removes a token, which is useless from then on; false where it is not there. */
    @Transactional
    public boolean remove(long id, String actor) {
        Optional<ApiToken> removed =
                jdbc.sql(DELETE).param("id", id).query((row, number) -> token(row)).optional();
        removed.ifPresent(token -> write(EventType.API_TOKEN_REMOVED, token, actor));
        return removed.isPresent();
    }

    /** Adds a token whose text is known; empty where it, or its name, is there already. */
    Optional<ApiToken> add(Secret secret, String name, String actor) {
        Optional<ApiToken> added =
                jdbc.sql(INSERT)
                        .param("hash", secret.hash())
                        .param("name", name)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .query((row, number) -> token(row))
                        .optional();
        added.ifPresent(token -> write(EventType.API_TOKEN_CREATED, token, actor));
        return added;
    }

    private void write(EventType type, ApiToken token, String actor) {
        events.record(
                new Event(
                        type,
                        actor,
                        null,
                        List.of(),
                        Map.of("id", token.id(), "name", token.name())));
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getLong("id"),
                row.getString("name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
