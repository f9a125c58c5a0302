package dev.imprimatur.token;

import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.secret.Leak;
import dev.imprimatur.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ends upload tokens that were found in the open.
 *
 * <p>Intent: a token that was used up or revoked before is told of, too, because whatever leaked it
 * will leak the next one; and once only, however often it is reported.
 */
@Component
public class LeakedUploadTokens {

    private static final String ACTOR = "system";

    /** Longer than any upload token is kept. */
    private static final Duration REMEMBERED = Duration.ofDays(365);

    private static final String TELL =
            """
            WITH leaked AS (
                SELECT id, index_id, publisher_ids, only_projects
                  FROM upload_token
                 WHERE hash = :hash
            ), first AS (
                INSERT INTO told_once (key, expires_at)
                SELECT :key, :until FROM leaked
                ON CONFLICT (key) DO NOTHING
                RETURNING key
            ), told AS (
                INSERT INTO event (at, type, actor, index_id, projects, detail)
                SELECT :now, :type, :actor, index_id,
                       ARRAY(%s),
                       jsonb_build_object('upload_token', id) || CAST(:detail AS jsonb) || %s
                  FROM leaked, first
                RETURNING id
            ), to_tell AS (
                INSERT INTO event_to_tell (event_id) SELECT id FROM told
            )
            SELECT id FROM leaked
            """
                    .formatted(
                            TokenRows.NAMES.formatted("leaked"),
                            PendingOfToken.FACTS.formatted("leaked"));

    private final JdbcClient jdbc;
    private final Revocation revocation;
    private final List<String> prefixes;
    private final JsonMapper json;
    private final Clock clock;

    LeakedUploadTokens(
            JdbcClient jdbc, Revocation revocation, Indexes indexes, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.revocation = revocation;
        this.prefixes = indexes.all().stream().map(PackageIndex::tokenPrefix).distinct().toList();
        this.json = json;
        this.clock = clock;
    }

    /**
     * Ends the token with this text, which may lack its client prefix or have another one; false
     * where there is no such token.
     */
    @Transactional
    public boolean end(String text, Leak leak) {
        Optional<Secret> token = UploadTokens.FORMAT.find(text, prefixes);
        if (token.isEmpty() || !tell(token.get(), leak)) {
            return false;
        }
        revocation.revokeLeaked(token.get(), ACTOR);
        return true;
    }

    private boolean tell(Secret token, Leak leak) {
        Instant now = clock.instant();
        return jdbc.sql(TELL)
                .param("hash", token.hash())
                .param("key", token.leakKey())
                .param("until", now.plus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("type", EventType.TOKEN_LEAKED.wireName())
                .param("actor", ACTOR)
                .param("detail", json.writeValueAsString(leak.facts()))
                .query(Long.class)
                .optional()
                .isPresent();
    }
}
