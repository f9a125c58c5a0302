package dev.imprimatur.publisher;

import dev.imprimatur.project.RegisteredProject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Looks for and writes the rows of many publishers, with one statement each. */
@Component
class PublisherRows {

    private static final String TWINS =
            """
            SELECT w.item, p.id
              FROM unnest(CAST(:items AS int[]), CAST(:projects AS bigint[]),
                          CAST(:providers AS text[]), CAST(:hashes AS text[]))
                   AS w (item, project, provider, hash)
              JOIN publisher p ON p.project_id = w.project
                              AND p.provider = w.provider
                              AND p.fields_hash = decode(w.hash, 'hex')
            """;

    private static final String COUNT =
            """
            SELECT project_id, count(*) AS there
              FROM publisher
             WHERE project_id = ANY (:projects)
             GROUP BY project_id
            """;

    private static final String INSERT =
            """
            INSERT INTO publisher (project_id, index_id, provider, lookup_key, fields, fields_hash,
                                   pins, pins_resolved_at, pin_deadline, created_at, created_by)
            SELECT w.project, w.index, w.provider, w.key, CAST(w.fields AS jsonb),
                   decode(w.hash, 'hex'), CAST(w.pins AS jsonb),
                   CASE WHEN w.pins IS NULL THEN NULL ELSE CAST(:now AS timestamptz) END,
                   CAST(w.deadline AS timestamptz), :now, :actor
              FROM unnest(CAST(:projects AS bigint[]), CAST(:indexes AS text[]),
                          CAST(:providers AS text[]), CAST(:keys AS text[]),
                          CAST(:fields AS text[]), CAST(:hashes AS text[]),
                          CAST(:pins AS text[]), CAST(:deadlines AS text[]))
                   WITH ORDINALITY
                   AS w (project, index, provider, key, fields, hash, pins, deadline, number)
             ORDER BY w.number
            RETURNING id, project_id, provider, encode(fields_hash, 'hex') AS hash
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;

    PublisherRows(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The publishers that say the same already: number of the item to id, by the number.
     *
     * @param there the projects that are there, by normalised names
     */
    Map<Integer, Long> twins(Map<String, RegisteredProject> there, List<CheckedItem> all) {
        Map<Integer, Long> twins = new TreeMap<>();
        List<CheckedItem> checked =
                all.stream().filter(c -> there.containsKey(c.project().normalized())).toList();
        if (!checked.isEmpty()) {
            jdbc.sql(TWINS)
                    .param("items", checked.stream().mapToInt(c -> c.item()).toArray())
                    .param("projects", projectIds(there, checked))
                    .param("providers", texts(checked, c -> c.publisher().provider().id()))
                    .param("hashes", texts(checked, PublisherRows::hash))
                    .query((RowCallbackHandler) r -> twins.put(r.getInt("item"), r.getLong("id")));
        }
        return twins;
    }

    /** How many publishers projects have; those that have none are left out. */
    Map<Long, Integer> counts(Map<String, RegisteredProject> there) {
        Map<Long, Integer> counts = new HashMap<>();
        jdbc.sql(COUNT)
                .param(
                        "projects",
                        there.values().stream().mapToLong(RegisteredProject::id).toArray())
                .query(
                        (RowCallbackHandler)
                                row -> counts.put(row.getLong("project_id"), row.getInt("there")));
        return counts;
    }

    private static long[] projectIds(
            Map<String, RegisteredProject> there, List<CheckedItem> checked) {
        return checked.stream()
                .mapToLong(c -> Objects.requireNonNull(there.get(c.project().normalized())).id())
                .toArray();
    }

    /**
     * Writes them, and returns them in their order.
     *
     * @param held their projects, by normalised names
     */
    List<RegisteredPublisher> insert(
            Map<String, RegisteredProject> held, List<CheckedItem> checked, String actor) {
        Instant now = clock.instant();
        Function<CheckedItem, RegisteredProject> project =
                c -> Objects.requireNonNull(held.get(c.project().normalized()));
        Map<List<Object>, Long> ids = new HashMap<>();
        jdbc.sql(INSERT)
                .param("projects", checked.stream().mapToLong(c -> project.apply(c).id()).toArray())
                .param("indexes", texts(checked, c -> project.apply(c).indexId()))
                .param("providers", texts(checked, c -> c.publisher().provider().id()))
                .param("keys", texts(checked, PublisherRows::lookupKey))
                .param(
                        "fields",
                        texts(checked, c -> json.writeValueAsString(c.publisher().fields())))
                .param("hashes", texts(checked, PublisherRows::hash))
                .param("pins", texts(checked, this::pins))
                .param("deadlines", texts(checked, c -> text(deadline(c, now))))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("actor", actor)
                .query(
                        (RowCallbackHandler)
                                row ->
                                        ids.put(
                                                List.of(
                                                        row.getLong("project_id"),
                                                        row.getString("provider"),
                                                        row.getString("hash")),
                                                row.getLong("id")));
        return checked.stream()
                .map(
                        c ->
                                added(
                                        Objects.requireNonNull(
                                                ids.get(
                                                        List.of(
                                                                project.apply(c).id(),
                                                                c.publisher().provider().id(),
                                                                hash(c)))),
                                        c,
                                        now,
                                        actor))
                .toList();
    }

    /** What one that is not written would be. */
    Preview preview(CheckedItem checked) {
        Instant now = clock.instant();
        RegisteredPublisher wouldBe = added(0, checked, now, "");
        return Preview.of(
                        wouldBe,
                        checked.publisher().notes(),
                        checked.settled().warnings(wouldBe.pinDeadline()),
                        now)
                .of(checked.project().display());
    }

    private static RegisteredPublisher added(
            long id, CheckedItem checked, Instant now, String actor) {
        return new RegisteredPublisher(
                id,
                null,
                checked.publisher().provider().id(),
                checked.publisher().fields(),
                checked.settled().pins(),
                deadline(checked, now),
                checked.settled().pins() == null ? null : now,
                now,
                actor,
                0,
                true,
                null,
                new RegisteredPublisher.Use(null, 0));
    }

    private @Nullable String pins(CheckedItem checked) {
        Map<String, String> pins = checked.settled().pins();
        return pins == null ? null : json.writeValueAsString(pins);
    }

    private static @Nullable Instant deadline(CheckedItem checked, Instant now) {
        return checked.settled().pins() == null
                ? Publishers.pinDeadline(checked.publisher().provider(), now)
                : null;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static String lookupKey(CheckedItem checked) {
        return checked.publisher().provider().lookupKey(checked.publisher().fields());
    }

    private static String hash(CheckedItem checked) {
        return checked.publisher().digest();
    }

    private static @Nullable String[] texts(
            List<CheckedItem> checked, Function<CheckedItem, @Nullable String> part) {
        return checked.stream().map(part).toArray(String[]::new);
    }
}
