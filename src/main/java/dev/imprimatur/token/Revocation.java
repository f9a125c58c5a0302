package dev.imprimatur.token;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.secret.Secret;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Ends upload tokens before their time (RFC 7009), as a whole or for one project. */
@Component
public class Revocation {

    private static final String PENDING = PendingOfToken.FACTS.formatted("revoked");

    private static final String NAMES = TokenRows.NAMES.formatted("revoked");

    /**
     * Named is the project, too, from which it is revoked: it may be one of a pattern. A token that
     * lives on is told of to that project alone.
     */
    private static final String REVOKE =
            """
            WITH revoked AS (
                UPDATE upload_token t
                   SET %s
                 WHERE %s
                   AND revoked_at IS NULL
                RETURNING id, index_id, publisher_ids, only_projects,
                          revoked_at IS NULL AS lives_on
            ), written AS (
                INSERT INTO event (at, type, actor, index_id, projects, detail)
                SELECT :now, :type, :actor, index_id,
                       ARRAY(SELECT name FROM (SELECT name FROM (%s) named WHERE NOT lives_on
                                                UNION
                                               SELECT CAST(:name AS text)) names
                              WHERE name IS NOT NULL
                              ORDER BY name COLLATE "C"),
                       jsonb_build_object('upload_token', id)
                         || CASE WHEN lives_on THEN CAST(:livesOn AS jsonb) ELSE %s END
                  FROM revoked
                RETURNING id
            )
            INSERT INTO event_to_tell (event_id)
            SELECT id FROM written
            """;

    private static final String WHOLE = "revoked_at = :now";

    private static final String BY_HASH =
            REVOKE.formatted(
                    WHOLE,
                    "hash = :hash AND (CAST(:index AS text) IS NULL OR index_id = :index)",
                    NAMES,
                    PENDING);

    private static final String REACHES_PROJECT =
            """
            id = :id AND index_id = :index
               AND (only_projects IS NULL OR :name = ANY (only_projects))
               AND EXISTS (SELECT FROM publisher p
                            WHERE p.grant_id = ANY (t.grant_ids)
                              AND %s)\
            """
                    .formatted(TokenRows.IS_FOR_PROJECT);

    private static final String BY_ID = REVOKE.formatted(WHOLE, REACHES_PROJECT, NAMES, PENDING);

    /**
     * Whether there is another project that the token is good for; a pattern that it was not
     * narrowed from is always good for one more. Of two who take the last two projects at once, the
     * second one waits for the row, and sees here what the first one took.
     */
    private static final String IS_GOOD_FOR_OTHERS =
            """
            EXISTS (SELECT FROM publisher p LEFT JOIN project j ON j.id = p.project_id
                     WHERE p.grant_id = ANY (t.grant_ids)
                       AND (j.id <> ALL (t.taken_from || :project)
                              AND (j.pending_until IS NULL
                                     OR j.lost_at IS NULL AND j.pending_until > :now)
                            OR EXISTS (SELECT FROM unnest(coalesce(t.only_projects,
                                                                   ARRAY[p.name_pattern])) AS wanted (name)
                                        WHERE wanted.name LIKE %s
                                          AND NOT EXISTS (SELECT FROM project taken
                                                           WHERE taken.id = ANY (t.taken_from || :project)
                                                             AND taken.normalized_name = wanted.name
                                                             AND taken.pending_until IS NULL))))\
            """
                    .formatted(TokenRows.LIKE_PATTERN);

    private static final String TAKE =
            REVOKE.formatted(
                    """
                    taken_from = t.taken_from || :project,
                           revoked_at = CASE WHEN NOT %s
                                             THEN CAST(:now AS timestamptz) END\
                    """
                            .formatted(IS_GOOD_FOR_OTHERS),
                    REACHES_PROJECT + "\n   AND :project <> ALL (t.taken_from)",
                    NAMES,
                    PENDING);

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    Revocation(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
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
     * Takes a token that reaches this project away from it, for whoever looks after it; an
     * administrator ends it as a whole, and so does whoever takes it from the last project. False
     * where there is no such token, or it was revoked before.
     *
     * <p>Intent: everybody may name everybody's workflow in a publisher of a project of their own,
     * so that a token reaches projects of strangers, too. They must not end a release of others.
     */
    public boolean revoke(long id, RegisteredProject project, Caller caller) {
        Map<String, Object> livesOn = new HashMap<>(project.marks());
        livesOn.put("lives_on", true);
        return jdbc.sql(caller.isAdmin() ? BY_ID : TAKE)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("id", id)
                        .param("index", project.indexId())
                        .param("project", project.id())
                        .param("name", project.name().normalized())
                        .param("real", !project.isPending())
                        .param("livesOn", json.writeValueAsString(livesOn))
                        .param("type", EventType.TOKEN_REVOKED.wireName())
                        .param("actor", caller.actor())
                        .update()
                == 1;
    }

    private void revoke(Secret token, @Nullable String indexId, String actor) {
        jdbc.sql(BY_HASH)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("hash", token.hash())
                .param("index", indexId)
                .param("name", null)
                .param("livesOn", "{}")
                .param("type", EventType.TOKEN_REVOKED.wireName())
                .param("actor", actor)
                .update();
    }
}
