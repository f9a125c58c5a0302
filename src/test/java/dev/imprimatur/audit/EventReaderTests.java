package dev.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is found in the log, by filters and from where somebody looks. */
class EventReaderTests {

    private final EventReader reader = EventSchema.reader();

    @BeforeEach
    void emptyLog() {
        EventSchema.empty();
    }

    @Test
    void whatIsInMemoryIsFilteredLikeWhatIsInTheDatabase() throws Exception {
        try (Connection connection = EventSchema.DATABASE.getConnection()) {
            EventSchema.insert(connection, "token-revoked");
            EventSchema.insert(connection, "project-unblocked", "{\"sample\": [7]}");
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
        try (Connection connection = EventSchema.DATABASE.getConnection()) {
            EventSchema.insert(connection, "token-minted");
            unmarked = EventSchema.insert(connection, "token-revoked");
            marked =
                    EventSchema.insert(
                            connection, "token-revoked", "{\"sample\": [7, 9], \"other\": [8]}");
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
        return JdbcClient.create(EventSchema.DATABASE)
                .sql(
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
}
