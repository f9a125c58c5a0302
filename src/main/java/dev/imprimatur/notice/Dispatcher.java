package dev.imprimatur.notice;

import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.RecordedEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes messages of the events that are to be told, outside of the requests that caused them. Any
 * number of instances may do so at once: each takes events that no other one has in hand.
 */
final class Dispatcher {

    static final int BATCH = 100;

    /** Of the types that we know: a newer instance beside us may write others. */
    private static final String TAKE =
            """
            DELETE FROM event_to_tell
             WHERE event_id = ANY (ARRAY(SELECT t.event_id
                                           FROM event_to_tell t JOIN event e ON e.id = t.event_id
                                          WHERE e.type = ANY (:types)
                                          ORDER BY t.event_id
                                          LIMIT %d
                                            FOR UPDATE OF t SKIP LOCKED))
            RETURNING event_id
            """
                    .formatted(BATCH);

    private static final String[] TYPES =
            Arrays.stream(EventType.values())
                    .filter(EventType::isTold)
                    .map(EventType::wireName)
                    .toArray(String[]::new);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final EventReader events;
    private final FirstOnly firstOnly;
    private final Routes routes;
    private final Deliveries deliveries;

    Dispatcher(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            EventReader events,
            FirstOnly firstOnly,
            Routes routes,
            Deliveries deliveries) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.firstOnly = firstOnly;
        this.routes = routes;
        this.deliveries = deliveries;
    }

    /** Deals with all that is there now, a batch in each transaction. */
    void run() {
        Integer taken;
        do {
            taken = transaction.execute(status -> batch());
        } while (taken != null && taken == BATCH);
    }

    private int batch() {
        Set<Long> ids = jdbc.sql(TAKE).param("types", TYPES).query(Long.class).set();
        if (ids.isEmpty()) {
            return 0;
        }
        List<RecordedEvent> told = firstOnly.of(events.ofIds(ids));
        for (RecordedEvent event : told) {
            routes.of(event).forEach(route -> deliveries.add(event, route));
        }
        return ids.size();
    }
}
