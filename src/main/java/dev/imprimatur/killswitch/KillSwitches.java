package dev.imprimatur.killswitch;

import static java.util.Locale.ROOT;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is switched off now. An exchange reads it out of memory; each instance looks at the database
 * once a second.
 *
 * <p>Intent: within 5 s of a switch no instance mints or accepts anything that it stops. Limit:
 * while the database is away an instance goes on with what it saw last, which does no harm, since
 * without the database nothing is minted or accepted.
 */
@Component
public class KillSwitches {

    private static final Logger log = LoggerFactory.getLogger(KillSwitches.class);

    private static final String ALL =
            "SELECT kind, target, reason, thrown_by, thrown_at FROM kill_switch";

    private static final String THROW =
            """
            INSERT INTO kill_switch (kind, target, reason, thrown_by, thrown_at)
            VALUES (:kind, :target, :reason, :by, :now)
            ON CONFLICT (kind, target) DO UPDATE
               SET reason = :reason, thrown_by = :by, thrown_at = :now
             WHERE kill_switch.reason <> :reason
            """;

    private static final String RESTORE =
            "DELETE FROM kill_switch WHERE kind = :kind AND target = :target";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final EventLog events;
    private final Clock clock;

    /** So that of two looks the one that began later is the one that is remembered. */
    private final ReentrantLock looking = new ReentrantLock();

    private volatile @Nullable Map<KillSwitch, Off> seen;

    KillSwitches(JdbcClient jdbc, TransactionTemplate transaction, EventLog events, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Something that is switched off.
     *
     * @param reason why, in printable ASCII, for whoever is refused
     * @param by who did it
     * @param at when
     */
    public record Off(KillSwitch which, String reason, String by, Instant at) {}

    /** Why an upload or an exchange of this index by this provider is stopped; empty: it is not. */
    public Optional<Off> stopping(String indexId, String providerId) {
        return first(
                KillSwitch.EXCHANGE, KillSwitch.index(indexId), KillSwitch.provider(providerId));
    }

    /** Why this index is stopped, whatever the provider. */
    public Optional<Off> stopping(String indexId) {
        return first(KillSwitch.EXCHANGE, KillSwitch.index(indexId));
    }

    /** Why everything is stopped. */
    public Optional<Off> stoppingEverything() {
        return first(KillSwitch.EXCHANGE);
    }

    /** All that is switched off, as the database says now. */
    public List<Off> all() {
        return List.copyOf(look().values());
    }

    /**
     * Switches something off or on, with its event where that changes anything.
     *
     * @param reason why it is off; null: it is on
     */
    public void set(KillSwitch which, @Nullable String reason, String actor) {
        transaction.executeWithoutResult(
                status -> {
                    if (change(which, reason, actor)) {
                        events.record(event(which, reason, actor));
                    }
                });
        look();
    }

    /** Looks whatever other tasks are at: a rate, so that a slow one does not delay it. */
    @Scheduled(fixedRate = 1000)
    void onSchedule() {
        try {
            look();
        } catch (DataAccessException e) {
            log.debug("The kill switches stay as they are, the database does not answer", e);
        }
    }

    private Optional<Off> first(KillSwitch... which) {
        Map<KillSwitch, Off> known = seen;
        // The first of all looks: an instance that knows nothing yet lets nothing through.
        Map<KillSwitch, Off> off = known == null ? look() : known;
        return off.isEmpty()
                ? Optional.empty()
                : Stream.of(which).map(off::get).filter(Objects::nonNull).findFirst();
    }

    private Map<KillSwitch, Off> look() {
        looking.lock();
        try {
            Map<KillSwitch, Off> now =
                    jdbc.sql(ALL).query((row, number) -> off(row)).list().stream()
                            .collect(Collectors.toUnmodifiableMap(Off::which, Function.identity()));
            seen = now;
            return now;
        } finally {
            looking.unlock();
        }
    }

    private boolean change(KillSwitch which, @Nullable String reason, String actor) {
        JdbcClient.StatementSpec statement =
                jdbc.sql(reason == null ? RESTORE : THROW)
                        .param("kind", which.kind().wireName())
                        .param("target", which.target());
        if (reason != null) {
            statement =
                    statement
                            .param("reason", reason)
                            .param("by", actor)
                            .param("now", clock.instant().atOffset(ZoneOffset.UTC));
        }
        return statement.update() == 1;
    }

    private static Event event(KillSwitch which, @Nullable String reason, String actor) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("switch", which.kind().wireName());
        if (!which.target().isEmpty()) {
            detail.put("target", which.target());
        }
        detail.put("enabled", reason == null);
        if (reason != null) {
            detail.put("reason", reason);
        }
        String index = which.kind() == KillSwitch.Kind.INDEX ? which.target() : null;
        return new Event(EventType.SWITCH_CHANGED, actor, index, List.of(), detail);
    }

    private static Off off(ResultSet row) throws SQLException {
        return new Off(
                new KillSwitch(
                        KillSwitch.Kind.valueOf(row.getString("kind").toUpperCase(ROOT)),
                        row.getString("target")),
                row.getString("reason"),
                row.getString("thrown_by"),
                row.getObject("thrown_at", OffsetDateTime.class).toInstant());
    }
}
