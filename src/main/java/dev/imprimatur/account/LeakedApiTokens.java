package dev.imprimatur.account;

import dev.imprimatur.audit.EventType;
import dev.imprimatur.secret.Leak;
import dev.imprimatur.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Removes API tokens that were found in the open, and remembers them, so that none comes back
 * because it is still in a configuration.
 */
@Component
public class LeakedApiTokens {

    private static final Duration FOR_GOOD = Duration.ofDays(100 * 365);

    /** Two events: that it leaked, and that it is gone, as for every token that is removed. */
    private static final String REMOVE =
            """
            WITH removed AS (
                DELETE FROM api_token WHERE hash = :hash RETURNING id, name, account_id
            ), remembered AS (
                INSERT INTO told_once (key, expires_at)
                SELECT :key, :until FROM removed
                ON CONFLICT (key) DO NOTHING
            ), told AS (
                INSERT INTO event (at, type, actor, projects, detail)
                SELECT :now, what.type, 'system', CAST('{}' AS text[]),
                       jsonb_build_object('id', id, 'name', name)
                         || CASE what.n WHEN 1
                                THEN jsonb_build_object('accounts',
                                         to_jsonb(array_remove(ARRAY[account_id], NULL)))
                                     || CAST(:detail AS jsonb)
                                ELSE '{}' END
                  FROM removed, (VALUES (1, :leaked), (2, :gone)) AS what (n, type)
                 ORDER BY what.n
                RETURNING id, type
            ), to_tell AS (
                INSERT INTO event_to_tell (event_id) SELECT id FROM told WHERE type = :leaked
            )
            SELECT EXISTS (SELECT FROM removed)
                OR EXISTS (SELECT FROM told_once WHERE key = :key)
            """;

    private static final String KNOWN = "SELECT EXISTS (SELECT FROM told_once WHERE key = :key)";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    LeakedApiTokens(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Removes the token with this text; false where there is and was no such token. */
    public boolean end(String text, Leak leak) {
        return ApiTokens.FORMAT.find(text, List.of()).map(token -> end(token, leak)).orElse(false);
    }

    private boolean end(Secret token, Leak leak) {
        Instant now = clock.instant();
        return jdbc.sql(REMOVE)
                .param("hash", token.hash())
                .param("key", token.leakKey())
                .param("until", now.plus(FOR_GOOD).atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("leaked", EventType.API_TOKEN_LEAKED.wireName())
                .param("gone", EventType.API_TOKEN_REMOVED.wireName())
                .param("detail", json.writeValueAsString(leak.facts()))
                .query(Boolean.class)
                .single();
    }

    /** Whether a token was removed because it was found in the open. */
    boolean isKnown(Secret token) {
        return jdbc.sql(KNOWN).param("key", token.leakKey()).query(Boolean.class).single();
    }
}
