package dev.imprimatur.token;

import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.secret.Secret;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ends upload tokens before their time (RFC 7009). */
@Component
public class Revocation {

    private static final String PENDING = PendingOfToken.FACTS.formatted("revoked");

    private static final String NAMES = TokenRows.NAMES.formatted("revoked");

    /** Named is the project, too, from which it is revoked: it may be one of a pattern. */
    private static final String REVOKE =
            """
            WITH revoked AS (
                UPDATE upload_token
                   SET revoked_at = :now
                 WHERE %s
                   AND revoked_at IS NULL
                RETURNING id, index_id, publisher_ids, only_projects
            ), written AS (
                INSERT INTO event (at, type, actor, index_id, projects, detail)
                SELECT :now, :type, :actor, index_id,
                       ARRAY(SELECT name FROM (%s
                                                UNION
                                               SELECT CAST(:name AS text)) names
                              WHERE name IS NOT NULL
                              ORDER BY name COLLATE "C"),
                       jsonb_build_object('upload_token', id) || %s
                  FROM revoked
                RETURNING id
            )
            INSERT INTO event_to_tell (event_id)
            SELECT id FROM written
            """;

    private static final String BY_HASH =
            REVOKE.formatted(
                    "hash = :hash AND (CAST(:index AS text) IS NULL OR index_id = :index)",
                    NAMES,
                    PENDING);

    private static final String BY_ID =
            REVOKE.formatted(
                    """
                    id = :id AND index_id = :index
                       AND (only_projects IS NULL OR :name = ANY (only_projects))
                       AND EXISTS (SELECT FROM publisher p
                                    WHERE p.grant_id = ANY (grant_ids)
                                      AND %s)\
                    """
                            .formatted(TokenRows.IS_FOR_PROJECT),
                    NAMES,
                    PENDING);

    private final JdbcClient jdbc;
    private final Clock clock;

    Revocation(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Revokes a token for whoever holds it. A token that is not there or gone already is fine. */
    public void burn(Secret token) {
        revoke(token, null, "holder");
    }

    /** Revokes a token that was found in the open. One that is gone already is fine. */
    void revokeLeaked(Secret token, String actor) {
        revoke(token, null, actor);
    }

    /**
     * Revokes a token of an index, for that index. One that is not there or gone already is fine.
     */
    public void revoke(Secret token, PackageIndex index) {
        revoke(token, index.id(), "index:" + index.id());
    }

    /**
     * Revokes a token that reaches this project, for whoever looks after it; false where there is
     * no such token, or it was revoked before. Intent: what reaches several projects ends for all
     * of them, because nobody can take a part of a leaked token away.
     */
    public boolean revoke(long id, RegisteredProject project, String actor) {
        return jdbc.sql(BY_ID)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("id", id)
                        .param("index", project.indexId())
                        .param("project", project.id())
                        .param("name", project.name().normalized())
                        .param("real", !project.isPending())
                        .param("type", EventType.TOKEN_REVOKED.wireName())
                        .param("actor", actor)
                        .update()
                == 1;
    }

    private void revoke(Secret token, @Nullable String indexId, String actor) {
        jdbc.sql(BY_HASH)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("hash", token.hash())
                .param("index", indexId)
                .param("name", null)
                .param("type", EventType.TOKEN_REVOKED.wireName())
                .param("actor", actor)
                .update();
    }
}
