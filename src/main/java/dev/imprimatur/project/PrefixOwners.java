package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.Scope;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who may register publishers for patterns of names, because the names' beginning is theirs. */
@Service
public class PrefixOwners {

    private static final String OF_PREFIX =
            """
            SELECT a.name, o.added_at, o.added_by
              FROM prefix_owner o JOIN account a ON a.id = o.account_id
             WHERE o.index_id = :index AND o.prefix = :prefix AND a.name > :after
             ORDER BY a.name
             LIMIT :limit
            """;

    private static final String ALL =
            """
            SELECT o.index_id, o.prefix, a.name, o.added_at, o.added_by
              FROM prefix_owner o JOIN account a ON a.id = o.account_id
             WHERE (o.index_id, o.prefix, a.name) > (:index, :prefix, :account)
             ORDER BY o.index_id, o.prefix, a.name
             LIMIT :limit
            """;

    private static final String OF_ACCOUNT =
            """
            SELECT o.index_id, o.prefix, a.name, o.added_at, o.added_by
              FROM prefix_owner o JOIN account a ON a.id = o.account_id
             WHERE o.account_id = :account
             ORDER BY o.index_id, o.prefix
             LIMIT :limit
            """;

    private static final String IS_OWNER =
            """
            SELECT EXISTS (SELECT FROM prefix_owner o JOIN account a ON a.id = o.account_id
                            WHERE o.index_id = :index AND o.prefix = :prefix
                              AND a.name = :account)
            """;

    private static final String ADD =
            """
            INSERT INTO prefix_owner (index_id, prefix, account_id, added_at, added_by)
            SELECT :index, :prefix, id, :now, :by FROM account WHERE name = :account
            ON CONFLICT DO NOTHING
            """;

    private static final String REMOVE =
            """
            DELETE FROM prefix_owner
             WHERE index_id = :index AND prefix = :prefix
               AND account_id = (SELECT id FROM account WHERE name = :account)
            """;

    private static final String PREFIXES =
            "SELECT prefix FROM prefix_owner WHERE account_id = :account AND index_id = :index";

    private final JdbcClient jdbc;
    private final Access access;
    private final Indexes indexes;
    private final EventLog events;
    private final Clock clock;

    PrefixOwners(JdbcClient jdbc, Access access, Indexes indexes, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.access = access;
        this.indexes = indexes;
        this.events = events;
        this.clock = clock;
    }

    /** An owner of a prefix. */
    public record Owner(String account, Instant addedAt, String addedBy) {

        private static Owner of(ResultSet row) throws SQLException {
            return new Owner(
                    row.getString("name"),
                    row.getObject("added_at", OffsetDateTime.class).toInstant(),
                    row.getString("added_by"));
        }
    }

    /**
     * A prefix of somebody.
     *
     * @param prefix what the normalised names begin with
     */
    public record Owned(String indexId, String prefix, Owner owner) {

        private static Owned of(ResultSet row) throws SQLException {
            return new Owned(row.getString("index_id"), row.getString("prefix"), Owner.of(row));
        }
    }

    /**
     * All prefixes of all indexes with their owners, in this order, those behind the one that is
     * named; indexes that are not configured any more included.
     */
    @Transactional(readOnly = true)
    public List<Owned> all(String index, String prefix, String account, int limit) {
        return jdbc.sql(ALL)
                .param("index", index)
                .param("prefix", prefix)
                .param("account", account)
                .param("limit", limit)
                .query((row, number) -> Owned.of(row))
                .list();
    }

    /** What is owned by whoever calls, as far as their credentials reach. */
    @Transactional(readOnly = true)
    public List<Owned> of(Caller caller, int limit) {
        Account account = caller.account();
        return account == null
                ? List.of()
                : jdbc
                        .sql(OF_ACCOUNT)
                        .param("account", account.id())
                        .param("limit", limit)
                        .query((row, number) -> Owned.of(row))
                        .list()
                        .stream()
                        .filter(owned -> reaches(caller, owned))
                        .toList();
    }

    private boolean reaches(Caller caller, Owned owned) {
        NamePattern names = new NamePattern(owned.prefix() + "*");
        return indexes.ofId(owned.indexId()).stream()
                .flatMap(index -> access.reach(caller, index).stream())
                .anyMatch(limit -> narrower(names, limit).isPresent());
    }

    /**
     * The patterns that somebody may have publishers for: whatever fits into one of these.
     *
     * @param write whether they want to change something
     */
    @Transactional(readOnly = true)
    public List<NamePattern> patternsOf(PackageIndex index, Caller caller, boolean write) {
        if (!caller.scope().contains(write ? Scope.PUBLISHERS_WRITE : Scope.READ)) {
            return List.of();
        }
        List<NamePattern> reach = access.reach(caller, index);
        Account account = caller.account();
        if (caller.administrator()) {
            return reach;
        }
        if (account == null) {
            return List.of();
        }
        List<NamePattern> owned =
                jdbc
                        .sql(PREFIXES)
                        .param("account", account.id())
                        .param("index", index.id())
                        .query(String.class)
                        .list()
                        .stream()
                        .map(prefix -> new NamePattern(prefix + "*"))
                        .toList();
        // What is owned and what the credentials reach: the narrower of each two that meet.
        return owned.stream()
                .flatMap(mine -> reach.stream().flatMap(limit -> narrower(mine, limit).stream()))
                .toList();
    }

    private static Optional<NamePattern> narrower(NamePattern one, NamePattern other) {
        if (other.contains(one)) {
            return Optional.of(one);
        }
        return one.contains(other) ? Optional.of(other) : Optional.empty();
    }

    /** The owners of a prefix, by their names, after this one. */
    @Transactional(readOnly = true)
    public List<Owner> page(PackageIndex index, NamePattern prefix, String after, int limit) {
        return jdbc.sql(OF_PREFIX)
                .param("index", index.id())
                .param("prefix", text(prefix))
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> Owner.of(row))
                .list();
    }

    /** Makes an account an owner; false where it was one, or is not there. */
    @Transactional
    public boolean add(PackageIndex index, NamePattern prefix, String account, String actor) {
        boolean added =
                jdbc.sql(ADD)
                                .param("index", index.id())
                                .param("prefix", text(prefix))
                                .param("account", account)
                                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                                .param("by", actor)
                                .update()
                        == 1;
        if (added) {
            write(EventType.PREFIX_OWNER_ADDED, index, prefix, account, actor);
        }
        return added;
    }

    /** Whether an account owns this very prefix. */
    @Transactional(readOnly = true)
    public boolean isOwner(PackageIndex index, NamePattern prefix, String account) {
        return jdbc.sql(IS_OWNER)
                .param("index", index.id())
                .param("prefix", text(prefix))
                .param("account", account)
                .query(Boolean.class)
                .single();
    }

    /** Takes a prefix from an account; false where it had none. What it registered stays. */
    @Transactional
    public boolean remove(PackageIndex index, NamePattern prefix, String account, String actor) {
        boolean removed =
                jdbc.sql(REMOVE)
                                .param("index", index.id())
                                .param("prefix", text(prefix))
                                .param("account", account)
                                .update()
                        == 1;
        if (removed) {
            write(EventType.PREFIX_OWNER_REMOVED, index, prefix, account, actor);
        }
        return removed;
    }

    private static String text(NamePattern prefix) {
        return prefix.text().substring(0, prefix.text().length() - 1);
    }

    private void write(
            EventType type, PackageIndex index, NamePattern prefix, String account, String actor) {
        events.record(
                new Event(
                        type,
                        actor,
                        index.id(),
                        List.of(prefix.text()),
                        Map.of("prefix", text(prefix), "account", account)));
    }
}
