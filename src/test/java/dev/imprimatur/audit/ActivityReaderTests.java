package dev.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceTest;
import dev.imprimatur.StatementLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is counted of a project, and from where one looks. */
@ServiceTest
class ActivityReaderTests {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());
    private static final Instant NOW = Instant.parse("2031-03-31T10:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @Autowired private JdbcClient jdbc;
    @Autowired private EventReader events;
    private ActivityReader reader;
    private String name;

    @BeforeEach
    void aProject() {
        reader = new ActivityReader(jdbc, Clock.fixed(NOW, ZoneOffset.UTC));
        name = "activity-" + Long.toString(NUMBERS.incrementAndGet(), 36);
    }

    @Test
    void everyDayIsThereAndADayIsOneOfUtc() {
        write("2030-12-31T23:59:59.999999Z", "token-minted", "{}");
        write("2031-01-01T00:00:00Z", "token-minted", "{}");
        write("2031-03-30T23:59:59.999999Z", "exchange-refused", "{}");
        write("2031-03-31T00:00:00Z", "upload-refused", "{}");
        write("2031-03-31T23:00:00Z", "token-minted", "{}");
        write("2031-04-01T00:00:00Z", "token-minted", "{}");
        write("2031-02-01T00:00:00Z", "upload-authorized", "{}");

        Activity activity = reader.of(from(1, LONG_AGO, false));

        assertThat(activity.days())
                .hasSize(90)
                .isSortedAccordingTo((a, b) -> a.date().compareTo(b.date()));
        assertThat(activity.days())
                .filteredOn(day -> !day.counts().equals(new Activity.Counts(0, 0, 0)))
                .containsExactly(
                        day("2031-01-01", 1, 0, 0),
                        day("2031-03-30", 0, 1, 0),
                        day("2031-03-31", 1, 0, 1));
        assertThat(activity.total()).isEqualTo(new Activity.Counts(2, 1, 1));
        assertThat(activity.total().refusals()).isEqualTo(2);
    }

    @Test
    void whatSeveralProjectsShareCountsForEach() {
        write("2031-03-31T00:00:00Z", "token-minted", "{}", name, "another");
        write("2031-03-30T00:00:00Z", "exchange-refused", "{}", "another", name);
        write("2031-03-30T00:00:00Z", "exchange-refused", "{}", "another");

        assertThat(reader.of(from(1, LONG_AGO, false)).total())
                .isEqualTo(new Activity.Counts(1, 1, 0));
        assertThat(StatementLog.during(() -> reader.of(from(1, LONG_AGO, false)))).hasSize(1);
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void exactlyWhatMayBeReadIsCounted() {
        Random random = new Random(7);
        List<String> types = List.of("token-minted", "exchange-refused", "upload-refused");
        List<String> marks = List.of("{}", "{}", mark(1), mark(2), mark(1, 2));
        for (int n = 0; n < 150; n++) {
            Instant at = NOW.minus(Duration.ofHours(random.nextInt(24 * 88)));
            String[] projects =
                    random.nextInt(4) == 0 ? new String[] {"x", name} : new String[] {name};
            write(
                    at.toString(),
                    types.get(random.nextInt(3)),
                    marks.get(random.nextInt(5)),
                    projects);
        }
        List<Viewpoint> viewpoints = new ArrayList<>();
        for (long project : List.of(1L, 2L, 3L)) {
            for (Instant since : List.of(LONG_AGO, NOW.minus(Duration.ofDays(30)), NOW)) {
                viewpoints.add(from(project, since, false));
                viewpoints.add(from(project, since, true));
            }
        }

        for (Viewpoint viewpoint : viewpoints) {
            assertThat(reader.of(viewpoint).total())
                    .as(viewpoint.toString())
                    .isEqualTo(
                            new Activity.Counts(
                                    read(viewpoint, EventType.TOKEN_MINTED),
                                    read(viewpoint, EventType.EXCHANGE_REFUSED),
                                    read(viewpoint, EventType.UPLOAD_REFUSED)));
        }
        assertThat(reader.of(from(3, LONG_AGO, true)).total().exchanges()).isZero();
        assertThat(reader.of(from(1, LONG_AGO, false)).total().exchanges())
                .isGreaterThan(reader.of(from(1, LONG_AGO, true)).total().exchanges());
    }

    private long read(Viewpoint viewpoint, EventType type) {
        EventFilter asked =
                new EventFilter("pypi", name, Set.of(type), null, null, null, null).from(viewpoint);
        return events.newestFirst(asked, Long.MAX_VALUE, 1000).size();
    }

    private Viewpoint from(long project, Instant since, boolean pending) {
        return new Viewpoint(project, "pypi", name, since, pending);
    }

    private static Activity.Day day(String date, long minted, long exchanges, long uploads) {
        return new Activity.Day(
                LocalDate.parse(date), new Activity.Counts(minted, exchanges, uploads));
    }

    private String mark(Integer... projects) {
        return "{\"pending_projects\": {\"%s\": %s}}".formatted(name, List.of(projects));
    }

    /** They lack what such events tell, which others look at. */
    @AfterEach
    void nothingMadeUpStays() {
        jdbc.sql("DELETE FROM event WHERE actor = 'workload:made-up'").update();
    }

    private void write(String at, String type, String detail, String... projects) {
        jdbc.sql(
                        """
                        INSERT INTO event (at, type, actor, index_id, projects, detail)
                        VALUES (CAST(:at AS timestamptz), :type, 'workload:made-up', 'pypi', :projects,
                                CAST(:detail AS jsonb))
                        """)
                .params(
                        Map.of(
                                "at", at,
                                "type", type,
                                "detail", detail,
                                "projects", projects.length == 0 ? new String[] {name} : projects))
                .update();
    }
}
