package dev.imprimatur.project;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.PendingProjects.Waiting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes projects real, with the first upload or because an administrator says so. */
@Component
public class RealProjects {

    private static final String OWN =
            """
            SELECT id
              FROM project
             WHERE index_id = :index AND normalized_name = :name
               AND claimant_id IS NOT DISTINCT FROM CAST(:claimant AS bigint)
               AND pending_until > :now AND lost_at IS NULL
            """;

    private static final String BECOME_REAL =
            """
            WITH waiting AS (
                SELECT id, normalized_name, claimant_id, claimed_by, pending_until
                  FROM project
                 WHERE id = :id AND pending_until > :now AND lost_at IS NULL
                   AND NOT EXISTS (SELECT FROM project
                                    WHERE index_id = :index AND normalized_name = :name
                                      AND pending_until IS NULL)
            ), made AS (
                UPDATE project
                   SET pending_until = NULL, claimant_id = NULL, claimed_by = NULL,
                       reminded_at = NULL
                 WHERE id IN (SELECT id FROM waiting)
            )
            SELECT id, normalized_name, claimant_id, claimed_by, pending_until FROM waiting
            """;

    private static final String ADD_OWNER =
            """
            INSERT INTO member (project_id, account_id, role, added_at, added_by)
            SELECT :project, id, 'owner', :now, :by
              FROM account
             WHERE id = CAST(:account AS bigint)
            RETURNING (SELECT name FROM account WHERE id = account_id)
            """;

    private static final String ADD_OWNER_OF_PREFIX =
            """
            INSERT INTO member (project_id, account_id, role, added_at, added_by)
            SELECT :project, p.owner_id, 'owner', :now, :by
              FROM publisher p
             WHERE p.id = :publisher
               AND EXISTS (SELECT FROM prefix_owner o
                            WHERE o.account_id = p.owner_id AND o.index_id = :index
                              AND starts_with(:name, o.prefix))
            RETURNING (SELECT name FROM account WHERE id = account_id)
            """;

    private static final String CREATE =
            """
            INSERT INTO project (index_id, name, normalized_name, created_at)
            VALUES (:index, :display, :name, :now)
            ON CONFLICT (index_id, normalized_name) WHERE pending_until IS NULL DO NOTHING
            RETURNING id
            """;

    private final JdbcClient jdbc;
    private final PendingProjects pending;

    RealProjects(JdbcClient jdbc, PendingProjects pending) {
        this.jdbc = jdbc;
        this.pending = pending;
    }

    /**
     * The upload that makes a project real, for the event.
     *
     * @param actor who asked whether it may go ahead
     * @param token the id of its upload token
     * @param publisher the id of the publisher that gives the right
     */
    public record FirstUpload(String actor, long token, long publisher) {

        private Map<String, Object> facts() {
            return new LinkedHashMap<>(Map.of("upload_token", token, "publisher", publisher));
        }
    }

    /**
     * Makes a pending project a real one, its claimant the owner, and all others who wait for the
     * name losers. The caller goes on in the same transaction, or undoes it.
     *
     * @return false where it waits no more: the name went to somebody else, or the time is over
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean becomeReal(PackageIndex index, long id, ProjectName name, FirstUpload cause) {
        pending.lock(index.id(), name);
        return becomeReal(index.id(), id, name, cause.facts(), cause.actor());
    }

    /**
     * Makes the pending project of somebody who may say so a real one, under a name that is locked.
     *
     * @return false where they wait for no such name
     */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean becomeReal(String indexId, ProjectName name, Caller caller) {
        return jdbc.sql(OWN)
                .param("index", indexId)
                .param("name", name.normalized())
                .param("claimant", PendingProjects.claimant(caller))
                .param("now", pending.now())
                .query(Long.class)
                .optional()
                .map(id -> becomeReal(indexId, id, name, Map.of(), caller.actor()))
                .orElse(false);
    }

    private boolean becomeReal(
            String indexId, long id, ProjectName name, Map<String, ?> facts, String actor) {
        Optional<Waiting> winner =
                jdbc.sql(BECOME_REAL)
                        .param("id", id)
                        .param("now", pending.now())
                        .param("index", indexId)
                        .param("name", name.normalized())
                        .query((row, number) -> Waiting.of(row))
                        .optional();
        winner.ifPresent(
                won -> {
                    jdbc.sql(ADD_OWNER)
                            .param("project", id)
                            .param("account", won.claimant())
                            .param("now", pending.now())
                            .param("by", actor)
                            .query(String.class)
                            .optional()
                            .ifPresent(owner -> added(owner, indexId, name, actor));
                    pending.lose(indexId, name, actor);
                    Map<String, Object> detail = new LinkedHashMap<>(facts);
                    detail.putAll(won.facts());
                    pending.write(
                            EventType.PROJECT_PENDING_WON,
                            actor,
                            indexId,
                            name.normalized(),
                            detail);
                });
        return winner.isPresent();
    }

    /**
     * Makes a real project that is not there for the first upload under a publisher for a pattern;
     * it belongs to whoever registered the publisher as owner of the prefix, while they are.
     *
     * @return false where it is there by now
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean createUnderPattern(PackageIndex index, ProjectName name, FirstUpload cause) {
        pending.lock(index.id(), name);
        Optional<Long> created =
                jdbc.sql(CREATE)
                        .param("index", index.id())
                        .param("display", name.display())
                        .param("name", name.normalized())
                        .param("now", pending.now())
                        .query(Long.class)
                        .optional();
        created.ifPresent(
                id -> {
                    jdbc.sql(ADD_OWNER_OF_PREFIX)
                            .param("project", id)
                            .param("publisher", cause.publisher())
                            .param("index", index.id())
                            .param("name", name.normalized())
                            .param("now", pending.now())
                            .param("by", cause.actor())
                            .query(String.class)
                            .optional()
                            .ifPresent(owner -> added(owner, index.id(), name, cause.actor()));
                    pending.lose(index.id(), name, cause.actor());
                    Map<String, Object> detail = cause.facts();
                    detail.put("name", name.display());
                    pending.write(
                            EventType.PROJECT_CREATED,
                            cause.actor(),
                            index.id(),
                            name.normalized(),
                            detail);
                });
        return created.isPresent();
    }

    private void added(String owner, String indexId, ProjectName name, String actor) {
        pending.write(
                EventType.MEMBER_ADDED,
                actor,
                indexId,
                name.normalized(),
                Map.of("account", owner, "role", Role.OWNER.wireName()));
    }
}
