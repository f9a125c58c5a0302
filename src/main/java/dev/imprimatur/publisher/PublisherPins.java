package dev.imprimatur.publisher;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Binds publishers to the immutable ids of the workload that uses them first. From then on whoever
 * gets hold of the same names later is somebody else.
 */
@Component
public class PublisherPins {

    /**
     * Locked in the order of their ids, so that two first uses never wait for each other. One that
     * is edited in this moment says something else by the time it is locked, and falls out.
     */
    private static final String LOCK =
            """
            SELECT id, pins
              FROM publisher
             WHERE id = ANY (:ids) AND grant_id = ANY (:grants)
             ORDER BY id
               FOR UPDATE
            """;

    private static final String BIND =
            """
            UPDATE publisher
               SET pins = CAST(:pins AS jsonb)
             WHERE id = ANY (:ids)
            """;

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    PublisherPins(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * What binding came to.
     *
     * @param bound those that were bound just now
     * @param usable those that are bound to these ids, now or before
     */
    public record Binding(List<TrustedPublisher> bound, List<TrustedPublisher> usable) {}

    /** Binds those that are not bound yet; those that meanwhile are gone or another's fall out. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Binding bind(List<TrustedPublisher> publishers, Map<String, String> ids) {
        List<TrustedPublisher> bound = new ArrayList<>();
        List<TrustedPublisher> usable = new ArrayList<>();
        Map<Long, Optional<Map<String, String>>> locked = lock(publishers);
        for (TrustedPublisher publisher : publishers) {
            Optional<Map<String, String>> pins = locked.get(publisher.id());
            if (publisher.pinned()) {
                usable.add(publisher);
            } else if (pins != null && pins.map(ids::equals).orElse(true)) {
                usable.add(publisher);
                if (pins.isEmpty()) {
                    bound.add(publisher);
                }
            }
        }
        jdbc.sql(BIND)
                .param("ids", idsOf(bound))
                .param("pins", json.writeValueAsString(ids))
                .update();
        return new Binding(bound, usable);
    }

    private Map<Long, Optional<Map<String, String>>> lock(List<TrustedPublisher> publishers) {
        List<TrustedPublisher> unbound = publishers.stream().filter(p -> !p.pinned()).toList();
        Map<Long, Optional<Map<String, String>>> locked = new HashMap<>();
        jdbc.sql(LOCK)
                .param("ids", idsOf(unbound))
                .param("grants", unbound.stream().mapToLong(TrustedPublisher::grantId).toArray())
                .query((RowCallbackHandler) row -> locked.put(row.getLong("id"), pins(row)));
        return locked;
    }

    private Optional<Map<String, String>> pins(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getString("pins")).map(text -> json.readValue(text, TEXTS));
    }

    private static long[] idsOf(List<TrustedPublisher> publishers) {
        return publishers.stream().mapToLong(TrustedPublisher::id).toArray();
    }
}
