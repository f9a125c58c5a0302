package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.PendingMarks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Projects that wait for their first upload. Several people may wait for one name; who uploads
 * first gets it, and the others are told.
 *
 * <p>Whatever gives a name to somebody locks the name first and then its rows in the order of their
 * ids, so that of many who come at once each sees what the one before did.
 */
@Component
class PendingProjects {

    private static final String LOSE =
            """
            UPDATE project
               SET lost_at = :now, pending_until = :until
             WHERE index_id = :index AND normalized_name = :name
               AND pending_until > :now AND lost_at IS NULL
            RETURNING id, normalized_name, claimant_id, claimed_by, pending_until
            """;

    /**
     * In the order of bytes, whatever the locale of the database. Names that share a hash wait for
     * each other, which harms nobody.
     */
    private static final String LOCK_NAMES =
            """
            SELECT 1 FROM (SELECT pg_advisory_xact_lock(
                                      hashtextextended(:index || ' ' || name, 7205760))
                             FROM (SELECT name FROM unnest(CAST(:names AS text[])) AS name
                                    ORDER BY name COLLATE "C" OFFSET 0) sorted) held
            """;

    private static final String LOCK_ROWS =
            """
            SELECT id
              FROM project
             WHERE index_id = :index AND normalized_name = ANY (CAST(:names AS text[]))
               AND lost_at IS NULL
             ORDER BY id
               FOR UPDATE
            """;

    private static final String END_OWN_THAT_EXPIRED =
            """
            DELETE FROM project
             WHERE index_id = :index AND normalized_name = ANY (CAST(:names AS text[]))
               AND claimant_id IS NOT DISTINCT FROM CAST(:claimant AS bigint)
               AND pending_until <= :now AND lost_at IS NULL
            RETURNING id, normalized_name, claimant_id, claimed_by, pending_until
            """;

    private static final String INSERT =
            """
            INSERT INTO project (index_id, name, normalized_name, created_at,
                                 pending_until, claimant_id, claimed_by)
            SELECT :index, w.display, w.name, :now, :until, CAST(:claimant AS bigint), :by
              FROM unnest(CAST(:displays AS text[]), CAST(:names AS text[])) AS w (display, name)
            RETURNING id, name, normalized_name, claimant_id, claimed_by, pending_until
            """;

    private static final String COUNT =
            """
            SELECT count(*)
              FROM project
             WHERE claimant_id = :claimant AND index_id = :index
               AND pending_until > :now AND lost_at IS NULL
            """;

    private final JdbcClient jdbc;
    private final PendingProperties properties;
    private final EventLog events;
    private final Clock clock;

    PendingProjects(JdbcClient jdbc, PendingProperties properties, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.properties = properties;
        this.events = events;
        this.clock = clock;
    }

    /** A row of somebody who waits, or waited. */
    record Waiting(long id, String name, @Nullable Long claimant, String by, OffsetDateTime until) {

        static Waiting of(ResultSet row) throws SQLException {
            return new Waiting(
                    row.getLong("id"),
                    row.getString("normalized_name"),
                    row.getObject("claimant_id", Long.class),
                    row.getString("claimed_by"),
                    row.getObject("pending_until", OffsetDateTime.class));
        }

        Map<String, Object> facts() {
            Map<String, Object> facts =
                    new LinkedHashMap<>(new PendingMarks().add(name, id).facts());
            facts.put("accounts", claimant == null ? List.of() : List.of(claimant));
            facts.put("claimed_by", by);
            facts.put("pending_until", until.toInstant().toString());
            return facts;
        }
    }

    /** Keeps a name for this transaction: nobody else gets it, waits for it, or lets it go. */
    @Transactional(propagation = Propagation.MANDATORY)
    void lock(String indexId, ProjectName name) {
        lockAll(indexId, List.of(name));
    }

    /** Keeps what is there under a name as it is for this transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    void lockRows(String indexId, ProjectName name) {
        lock(LOCK_ROWS, indexId, List.of(name));
    }

    /**
     * For how many names more somebody may wait. Limit: requests of one moment do not see each
     * other, so that a few more may get in.
     */
    int left(PackageIndex index, Caller caller) {
        Account account = caller.account();
        if (account == null || caller.administrator()) {
            return Integer.MAX_VALUE;
        }
        return index.names().pendingPerAccount()
                - jdbc.sql(COUNT)
                        .param("claimant", account.id())
                        .param("index", index.id())
                        .param("now", now())
                        .query(Integer.class)
                        .single();
    }

    /** Keeps many names for this transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    void lockAll(String indexId, Collection<ProjectName> names) {
        lock(LOCK_NAMES, indexId, names);
        lock(LOCK_ROWS, indexId, names);
    }

    private void lock(String statement, String indexId, Collection<ProjectName> names) {
        jdbc.sql(statement)
                .param("index", indexId)
                .param("names", normalized(names))
                .query(Long.class)
                .list();
    }

    /** Lets somebody wait for many names that are locked and that they do not wait for yet. */
    @Transactional(propagation = Propagation.MANDATORY)
    void addAll(String indexId, Collection<ProjectName> names, Caller caller) {
        OffsetDateTime now = now();
        jdbc.sql(END_OWN_THAT_EXPIRED)
                .param("index", indexId)
                .param("names", normalized(names))
                .param("claimant", claimant(caller))
                .param("now", now)
                .query((row, number) -> Waiting.of(row))
                .list()
                .forEach(expired -> expired(indexId, expired.name(), expired));
        List<Event> created =
                jdbc.sql(INSERT)
                        .param("index", indexId)
                        .param(
                                "displays",
                                names.stream().map(ProjectName::display).toArray(String[]::new))
                        .param("names", normalized(names))
                        .param("now", now)
                        .param("until", now.plus(properties.lifetime()))
                        .param("claimant", claimant(caller))
                        .param("by", caller.actor())
                        .query((row, number) -> created(indexId, row, caller))
                        .list();
        events.recordAll(created);
    }

    private static Event created(String indexId, ResultSet row, Caller caller) throws SQLException {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("name", row.getString("name"));
        detail.putAll(Waiting.of(row).facts());
        return new Event(
                EventType.PROJECT_PENDING_CREATED,
                caller.actor(),
                indexId,
                List.of(row.getString("normalized_name")),
                detail);
    }

    private static String[] normalized(Collection<ProjectName> names) {
        return names.stream().map(ProjectName::normalized).toArray(String[]::new);
    }

    /** A name that is locked goes to a project that none of those who wait for it made. */
    @Transactional(propagation = Propagation.MANDATORY)
    void lose(String indexId, ProjectName name, String actor) {
        List<Waiting> losers =
                jdbc.sql(LOSE)
                        .param("index", indexId)
                        .param("name", name.normalized())
                        .param("now", now())
                        .param("until", now().plus(properties.lifetime()))
                        .query((row, number) -> Waiting.of(row))
                        .list();
        if (!losers.isEmpty()) {
            // Who won is not said: the losers are told of this event. Its marks are theirs, so that
            // whoever won does not see it.
            PendingMarks marks = new PendingMarks();
            losers.forEach(loser -> marks.add(loser.name(), loser.id()));
            Map<String, Object> detail = new LinkedHashMap<>(marks.facts());
            detail.put(
                    "accounts",
                    losers.stream().map(Waiting::claimant).filter(Objects::nonNull).toList());
            detail.put("claimed_by", losers.stream().map(Waiting::by).toList());
            write(EventType.PROJECT_PENDING_LOST, actor, indexId, name.normalized(), detail);
        }
    }

    /** Somebody's wait came to its end without an upload. */
    void expired(String indexId, String name, Waiting waiting) {
        write(EventType.PROJECT_PENDING_EXPIRED, "system", indexId, name, waiting.facts());
    }

    static @Nullable Long claimant(Caller caller) {
        return caller.account() == null ? null : caller.account().id();
    }

    void write(EventType type, String actor, String indexId, String name, Map<String, ?> detail) {
        events.record(new Event(type, actor, indexId, List.of(name), detail));
    }

    OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
