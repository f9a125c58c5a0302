package dev.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What listeners get, while transactions commit in whatever order. In a schema of its own. */
class EventTailTests {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final Duration A_MOMENT = Duration.ofMillis(1500);

    private final JdbcClient jdbc = JdbcClient.create(EventSchema.DATABASE);
    private final EventReader reader = EventSchema.reader();
    private final EventTail tail = tail(reader);

    /** The service looks once a second, which nothing here is about. */
    private EventTail tail(EventReader reader) {
        SettledIds ids = new SettledIds(jdbc, Clock.systemUTC());
        return new EventTail(reader, ids, Clock.systemUTC(), Duration.ofMillis(100));
    }

    @BeforeEach
    void emptyLog() {
        EventSchema.empty();
    }

    @AfterEach
    void stop() {
        tail.close();
    }

    @Test
    void anEventWhoseTransactionTakesLongerIsNotMissed() throws Exception {
        try (EventTail.Listener listener = tail.listen(EventFilter.ALL, null);
                Connection slow = EventSchema.DATABASE.getConnection();
                Connection quick = EventSchema.DATABASE.getConnection()) {
            slow.setAutoCommit(false);
            long first = EventSchema.insert(slow, "token-revoked");
            long second = EventSchema.insert(quick, "token-revoked");
            assertThat(second).isGreaterThan(first);

            assertThat(listener.next(A_MOMENT).events()).isEmpty();
            slow.commit();

            assertThat(ids(listener, 2)).containsExactly(first, second);
        }
    }

    @Test
    void anEventThatIsTakenBackHoldsNobodyUp() throws Exception {
        try (EventTail.Listener listener = tail.listen(EventFilter.ALL, null);
                Connection slow = EventSchema.DATABASE.getConnection();
                Connection quick = EventSchema.DATABASE.getConnection()) {
            slow.setAutoCommit(false);
            EventSchema.insert(slow, "token-revoked");
            long second = EventSchema.insert(quick, "token-revoked");
            slow.rollback();

            assertThat(ids(listener, 1)).containsExactly(second);
        }
    }

    @Test
    void whoComesAgainGoesOnWhereTheyWereAndGetsOnlyWhatTheyAskFor() throws Exception {
        List<Long> written = new ArrayList<>();
        try (Connection connection = EventSchema.DATABASE.getConnection()) {
            written.add(EventSchema.insert(connection, "token-revoked"));
            written.add(EventSchema.insert(connection, "token-revoked"));
            EventSchema.insert(connection, "project-unblocked");
            written.add(EventSchema.insert(connection, "token-revoked"));
            EventFilter revoked = EventFilter.of(EventType.TOKEN_REVOKED);
            try (EventTail.Listener listener = tail.listen(revoked, written.getFirst())) {
                assertThat(ids(listener, 2)).isEqualTo(written.subList(1, 3));

                EventSchema.insert(connection, "project-unblocked");
                long live = EventSchema.insert(connection, "token-revoked");
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
                Connection connection = EventSchema.DATABASE.getConnection()) {
            // The first look finds out where the log ends; those after it read.
            listener.next(A_MOMENT);
            long live = EventSchema.insert(connection, "token-revoked");

            assertThat(ids(listener, 1)).containsExactly(live);
            assertThat(faulty).isFalse();
        } finally {
            tail.close();
        }
    }

    @Test
    void whatANewerVersionWritesIsLeftOutAndHidesNothingElse() throws Exception {
        List<Long> known = new ArrayList<>();
        try (Connection connection = EventSchema.DATABASE.getConnection();
                EventTail.Listener listener = tail.listen(EventFilter.ALL, null)) {
            known.add(EventSchema.insert(connection, "token-revoked"));
            long unknown = EventSchema.insert(connection, "of-a-newer-version");
            EventSchema.insert(connection, "token_revoked");
            known.add(EventSchema.insert(connection, "token-revoked"));

            assertThat(ids(listener, 2)).isEqualTo(known);
            assertThat(reader.oldestFirst(EventFilter.ALL, 0, Long.MAX_VALUE, 2))
                    .extracting(RecordedEvent::id)
                    .isEqualTo(known);
            assertThat(reader.newestFirst(EventFilter.ALL, Long.MAX_VALUE, 2))
                    .extracting(RecordedEvent::id)
                    .isEqualTo(known.reversed());
            Viewpoint sample = new Viewpoint(7, "pypi", "sample", Instant.EPOCH, false);
            assertThat(reader.newestFirst(EventFilter.ALL.from(sample), Long.MAX_VALUE, 2))
                    .extracting(RecordedEvent::id)
                    .isEqualTo(known.reversed());
            assertThat(reader.ofIds(List.of(unknown))).isEmpty();
        }
    }

    @Test
    void manyListenersGetTheSame() throws Exception {
        try (EventTail.Listener one = tail.listen(EventFilter.ALL, null);
                EventTail.Listener other = tail.listen(EventFilter.ALL, null);
                Connection connection = EventSchema.DATABASE.getConnection()) {
            List<Long> written = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                written.add(EventSchema.insert(connection, "token-revoked"));
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
}
