package dev.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/** What listeners get, while transactions commit in whatever order. In a schema of its own. */
class EventTailTests {

    private static final String SCHEMA = "event_tail";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final Duration A_MOMENT = Duration.ofMillis(1500);

    private static final DriverManagerDataSource DATABASE = migrated();

    private final JdbcClient jdbc = JdbcClient.create(DATABASE);
    private final EventReader reader = new EventReader(jdbc, JsonMapper.builder().build());
    private final EventTail tail = tail(reader);

    private static DriverManagerDataSource migrated() {
        DriverManagerDataSource database =
                new DriverManagerDataSource(
                        TestDatabase.jdbcUrl()
                                + (TestDatabase.jdbcUrl().contains("?") ? "&" : "?")
                                + "currentSchema="
                                + SCHEMA,
                        TestDatabase.username(),
                        TestDatabase.password());
        Flyway.configure().dataSource(database).schemas(SCHEMA).load().migrate();
        return database;
    }

    /** The service looks once a second, which nothing here is about. */
    private EventTail tail(EventReader reader) {
        SettledIds ids = new SettledIds(jdbc, Clock.systemUTC());
        return new EventTail(reader, ids, Clock.systemUTC(), Duration.ofMillis(100));
    }

    @BeforeEach
    void emptyLog() {
        jdbc.sql("DELETE FROM event").update();
    }

    @AfterEach
    void stop() {
        tail.close();
    }

    @Test
    void anEventWhoseTransactionTakesLongerIsNotMissed() throws Exception {
        try (EventTail.Listener listener = tail.listen(EventFilter.ALL, null);
                Connection slow = DATABASE.getConnection();
                Connection quick = DATABASE.getConnection()) {
            slow.setAutoCommit(false);
            long first = insert(slow, "token-revoked");
            long second = insert(quick, "token-revoked");
            assertThat(second).isGreaterThan(first);

            assertThat(listener.next(A_MOMENT).events()).isEmpty();
            slow.commit();

            assertThat(ids(listener, 2)).containsExactly(first, second);
        }
    }

    @Test
    void anEventThatIsTakenBackHoldsNobodyUp() throws Exception {
        try (EventTail.Listener listener = tail.listen(EventFilter.ALL, null);
                Connection slow = DATABASE.getConnection();
                Connection quick = DATABASE.getConnection()) {
            slow.setAutoCommit(false);
            insert(slow, "token-revoked");
            long second = insert(quick, "token-revoked");
            slow.rollback();

            assertThat(ids(listener, 1)).containsExactly(second);
        }
    }

    @Test
    void whoComesAgainGoesOnWhereTheyWereAndGetsOnlyWhatTheyAskFor() throws Exception {
        List<Long> written = new ArrayList<>();
        try (Connection connection = DATABASE.getConnection()) {
            written.add(insert(connection, "token-revoked"));
            written.add(insert(connection, "token-revoked"));
            insert(connection, "project-unblocked");
            written.add(insert(connection, "token-revoked"));
            EventFilter revoked = EventFilter.of(EventType.TOKEN_REVOKED);
            try (EventTail.Listener listener = tail.listen(revoked, written.getFirst())) {
                assertThat(ids(listener, 2)).isEqualTo(written.subList(1, 3));

                insert(connection, "project-unblocked");
                long live = insert(connection, "token-revoked");
                assertThat(ids(listener, 1)).containsExactly(live);
            }
        }
    }

    @Test
    void aFaultInOneLookEndsNobodysListening() throws Exception {
        AtomicBoolean faulty = new AtomicBoolean(true);
        EventReader reader =
                new EventReader(jdbc, JsonMapper.builder().build()) {
                    @Override
                    public List<RecordedEvent> oldestFirst(
                            EventFilter filter, long after, long upTo, int limit) {
                        if (faulty.compareAndSet(true, false)) {
                            throw new IllegalStateException("A fault");
                        }
                        return super.oldestFirst(filter, after, upTo, limit);
                    }
                };
        EventTail tail = tail(reader);
        try (EventTail.Listener listener = tail.listen(EventFilter.ALL, null);
                Connection connection = DATABASE.getConnection()) {
            // The first look finds out where the log ends; those after it read.
            listener.next(A_MOMENT);
            long live = insert(connection, "token-revoked");

            assertThat(ids(listener, 1)).containsExactly(live);
            assertThat(faulty).isFalse();
        } finally {
            tail.close();
        }
    }

    @Test
    void whatANewerVersionWritesIsLeftOutAndHidesNothingElse() throws Exception {
        List<Long> known = new ArrayList<>();
        try (Connection connection = DATABASE.getConnection();
                EventTail.Listener listener = tail.listen(EventFilter.ALL, null)) {
            known.add(insert(connection, "token-revoked"));
            long unknown = insert(connection, "of-a-newer-version");
            insert(connection, "token_revoked");
            known.add(insert(connection, "token-revoked"));

            assertThat(ids(listener, 2)).isEqualTo(known);
            assertThat(reader.oldestFirst(EventFilter.ALL, 0, Long.MAX_VALUE, 2))
                    .extracting(RecordedEvent::id)
                    .isEqualTo(known);
            assertThat(reader.newestFirst(EventFilter.ALL, Long.MAX_VALUE, 2))
                    .extracting(RecordedEvent::id)
                    .isEqualTo(known.reversed());
            assertThat(seen(seenFrom("sample", 7, Instant.EPOCH, false)))
                    .isEqualTo(known.reversed());
            assertThat(reader.ofIds(List.of(unknown))).isEmpty();
        }
    }

    @Test
    void manyListenersGetTheSame() throws Exception {
        try (EventTail.Listener one = tail.listen(EventFilter.ALL, null);
                EventTail.Listener other = tail.listen(EventFilter.ALL, null);
                Connection connection = DATABASE.getConnection()) {
            List<Long> written = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                written.add(insert(connection, "token-revoked"));
            }
            assertThat(ids(one, 20)).isEqualTo(written);
            assertThat(ids(other, 20)).isEqualTo(written);
        }
    }

    @Test
    void whoListensIsToldAtOnceThatTheServiceStops() throws Exception {
        try (EventTail.Listener listener = tail.listen(EventFilter.ALL, null)) {
            tail.close();

            assertThat(listener.next(LONG_ENOUGH).open()).isFalse();
        }
    }

    @Test
    void whatIsInMemoryIsFilteredLikeWhatIsInTheDatabase() throws Exception {
        try (Connection connection = DATABASE.getConnection()) {
            insert(connection, "token-revoked");
            insert(connection, "project-unblocked", "{\"sample\": [7]}");
        }
        List<RecordedEvent> all = reader.newestFirst(EventFilter.ALL, Long.MAX_VALUE, 10);
        RecordedEvent newest = all.getFirst();
        for (EventFilter filter :
                List.of(
                        EventFilter.ALL,
                        EventFilter.of(EventType.TOKEN_REVOKED),
                        new EventFilter("pypi", null, Set.of(), null, null, null, null),
                        new EventFilter("other", null, Set.of(), null, null, null, null),
                        new EventFilter(null, "sample", Set.of(), null, null, null, null),
                        new EventFilter(null, "samples", Set.of(), null, null, null, null),
                        new EventFilter(null, null, Set.of(), "tester", null, null, null),
                        new EventFilter(null, null, Set.of(), "test", null, null, null),
                        new EventFilter(null, null, Set.of(), null, "abc", null, null),
                        new EventFilter(null, null, Set.of(), null, "ab", null, null),
                        new EventFilter(null, null, Set.of(), null, null, newest.at(), null),
                        new EventFilter(null, null, Set.of(), null, null, null, newest.at()),
                        seenFrom("sample", 7, Instant.EPOCH, false),
                        seenFrom("sample", 7, newest.at(), false),
                        seenFrom("sample", 8, newest.at(), false),
                        seenFrom("sample", 7, Instant.EPOCH, true),
                        seenFrom("sample", 8, Instant.EPOCH, true))) {
            assertThat(reader.newestFirst(filter, Long.MAX_VALUE, 10))
                    .as("%s", filter)
                    .isEqualTo(all.stream().filter(filter::matches).toList());
        }
    }

    @Test
    void whoLooksFromAProjectSeesWhatIsMarkedWithItOrIsNewerThanItAndUnmarked() throws Exception {
        long unmarked;
        long marked;
        try (Connection connection = DATABASE.getConnection()) {
            insert(connection, "token-minted");
            unmarked = insert(connection, "token-revoked");
            marked = insert(connection, "token-revoked", "{\"sample\": [7, 9], \"other\": [8]}");
        }
        Instant since = at(unmarked);

        assertThat(seen(seenFrom("sample", 7, since, false))).containsExactly(marked, unmarked);
        assertThat(seen(seenFrom("sample", 9, since, true))).containsExactly(marked);
        assertThat(seen(seenFrom("sample", 8, since, false))).containsExactly(unmarked);
        assertThat(seen(seenFrom("sample", 8, since, true))).isEmpty();
        assertThat(seen(seenFrom("sample", 7, Instant.parse("9999-01-01T00:00:00Z"), false)))
                .as("marked with it, whenever it happened")
                .containsExactly(marked);
    }

    @Test
    void pagesOfAProjectFollowOneAnotherWhateverTypesAndNeighboursItsEventsHave() {
        List<Long> all = new ArrayList<>();
        List<Long> revoked = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            boolean isRevoked = i % 3 == 0;
            // Of a project alone, with another, with a mark; and in between those of others.
            long id = insert(isRevoked ? "token-revoked" : "token-minted", i % 4);
            insert("token-revoked", -1);
            all.add(id);
            if (isRevoked) {
                revoked.add(id);
            }
        }

        assertThat(pagedNewestFirst(EventFilter.ALL)).isEqualTo(all.reversed());
        assertThat(pagedNewestFirst(EventFilter.of(EventType.TOKEN_REVOKED)))
                .isEqualTo(revoked.reversed());
        assertThat(
                        reader
                                .oldestFirst(
                                        EventFilter.ALL.from(here()), all.get(2), all.get(9), 5)
                                .stream()
                                .map(RecordedEvent::id))
                .isEqualTo(all.subList(3, 8));
    }

    private static Viewpoint here() {
        return new Viewpoint(7, "pypi", "sample", Instant.EPOCH, false);
    }

    private List<Long> pagedNewestFirst(EventFilter filter) {
        List<Long> ids = new ArrayList<>();
        List<RecordedEvent> page;
        do {
            long before = ids.isEmpty() ? Long.MAX_VALUE : ids.getLast();
            page = reader.newestFirst(filter.from(here()), before, 5);
            page.forEach(event -> ids.add(event.id()));
        } while (!page.isEmpty());
        return ids;
    }

    private long insert(String type, int kind) {
        return jdbc.sql(
                        """
                        INSERT INTO event (at, type, actor, index_id, projects, detail)
                        VALUES (clock_timestamp(), :type, 'tester', 'pypi',
                                CAST(:projects AS text[]), CAST(:detail AS jsonb))
                        RETURNING id
                        """)
                .param("type", type)
                .param("projects", kind < 0 ? "{other}" : kind == 1 ? "{other,sample}" : "{sample}")
                .param("detail", kind == 2 ? "{\"pending_projects\": {\"sample\": [7]}}" : "{}")
                .query(Long.class)
                .single();
    }

    private List<Long> seen(EventFilter filter) {
        return reader.newestFirst(filter, Long.MAX_VALUE, 10).stream()
                .map(RecordedEvent::id)
                .toList();
    }

    private Instant at(long id) {
        return reader.ofIds(List.of(id)).getFirst().at();
    }

    private static EventFilter seenFrom(String name, long id, Instant since, boolean pending) {
        return EventFilter.ALL.from(new Viewpoint(id, "pypi", name, since, pending));
    }

    private static List<Long> ids(EventTail.Listener listener, int wanted)
            throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        while (ids.size() < wanted) {
            List<RecordedEvent> events = listener.next(LONG_ENOUGH).events();
            assertThat(events).as("%s so far", ids).isNotEmpty();
            events.forEach(event -> ids.add(event.id()));
        }
        return ids;
    }

    private static long insert(Connection connection, String type) throws SQLException {
        return insert(connection, type, "{}");
    }

    private static long insert(Connection connection, String type, String marks)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                INSERT INTO event (at, type, actor, index_id, projects, detail)
                                VALUES (clock_timestamp(), '%s', 'tester', 'pypi', '{sample}',
                                        '{"attempt": "abc", "pending_projects": %s}')
                                RETURNING id
                                """
                                        .formatted(type, marks))) {
            row.next();
            return row.getLong(1);
        }
    }
}
