package dev.imprimatur.notice;

import static dev.imprimatur.audit.EventType.EXCHANGE_REFUSED;
import static dev.imprimatur.audit.EventType.PIN_MISMATCH;
import static dev.imprimatur.audit.EventType.TOKEN_MINTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Together;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.PendingMarks;
import dev.imprimatur.notice.NoticeHouse.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes with every run of a job is told once. */
class FirstOnlyTests {

    private final NoticeHouse house = new NoticeHouse();
    // Nobody listens there: it is counted what would be sent.
    private final Instance instance =
            house.start(Map.of("ops", NoticeHouse.webhook("http://127.0.0.1:9/")));

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void aRefusalIsToldOnceUntilAnExchangeHasWorked() {
        assertThat(told(EXCHANGE_REFUSED, "sample")).isEqualTo(1);
        assertThat(told(EXCHANGE_REFUSED, "sample")).isZero();
        assertThat(told(EXCHANGE_REFUSED, "another")).isEqualTo(1);

        assertThat(told(TOKEN_MINTED, "another")).isZero();
        assertThat(told(EXCHANGE_REFUSED, "sample")).isZero();

        assertThat(told(TOKEN_MINTED, "sample")).isZero();
        assertThat(told(EXCHANGE_REFUSED, "sample")).isEqualTo(1);
        assertThat(told(EXCHANGE_REFUSED, "sample")).isZero();
    }

    @Test
    void theSameNameInAnotherIndexIsAnotherProject() {
        assertThat(told(EXCHANGE_REFUSED, "sample")).isEqualTo(1);
        house.events.record(
                NoticeHouse.event(EXCHANGE_REFUSED, "w", "other", List.of("sample"), Map.of()));

        assertThat(told()).isEqualTo(1);
    }

    @Test
    void ofManyInOneBatchTheFirstIsTold() {
        for (int i = 0; i < 10; i++) {
            house.events.record(NoticeHouse.event(EXCHANGE_REFUSED, "sample", Map.of()));
        }

        assertThat(told()).isEqualTo(1);
        assertThat(
                        house.jdbc
                                .sql(
                                        "SELECT min(event_id) = (SELECT min(id) FROM event) FROM delivery")
                                .query(Boolean.class)
                                .single())
                .isTrue();
    }

    @Test
    void ofSeveralWhoWaitForOneNameEachIsTold() {
        assertThat(toldWaiting(EXCHANGE_REFUSED, 1)).isEqualTo(1);
        assertThat(toldWaiting(EXCHANGE_REFUSED, 1)).isZero();
        assertThat(toldWaiting(EXCHANGE_REFUSED, 2)).isEqualTo(1);
        assertThat(toldWaiting(EXCHANGE_REFUSED, 2)).isZero();

        toldWaiting(TOKEN_MINTED, 1);
        assertThat(toldWaiting(EXCHANGE_REFUSED, 2)).isZero();
        assertThat(toldWaiting(EXCHANGE_REFUSED, 1)).isEqualTo(1);

        assertThat(told(EXCHANGE_REFUSED, "sample")).isEqualTo(1);
    }

    @Test
    void aRefusalNearNobodysProjectIsNobodysBusiness() {
        house.events.record(NoticeHouse.event(EXCHANGE_REFUSED, "w", "pypi", List.of(), Map.of()));

        assertThat(told()).isZero();
    }

    @Test
    void aStrangerWithThePinnedNameIsToldOnceADayWhateverWorks() {
        assertThat(told(PIN_MISMATCH, "sample")).isEqualTo(1);
        assertThat(told(TOKEN_MINTED, "sample")).isZero();
        house.clock.advance(Duration.ofHours(23));
        assertThat(told(PIN_MISMATCH, "sample")).isZero();

        house.clock.advance(Duration.ofHours(2));
        assertThat(told(PIN_MISMATCH, "sample")).isEqualTo(1);
    }

    @Test
    void manyInstancesTellItOnce() {
        for (int i = 0; i < 300; i++) {
            house.events.record(NoticeHouse.event(EXCHANGE_REFUSED, "sample" + i % 3, Map.of()));
        }

        Together.run(
                3,
                () -> {
                    instance.dispatcher().run();
                    return true;
                });

        assertThat(told()).isEqualTo(3);
    }

    /** About the one of those who wait for the name who has this pending project. */
    private long toldWaiting(EventType type, long project) {
        house.events.record(
                NoticeHouse.event(
                        type, "sample", new PendingMarks().add("sample", project).facts()));
        return told();
    }

    private long told(EventType type, String project) {
        house.events.record(NoticeHouse.event(type, project, Map.of()));
        return told();
    }

    /** How many messages came up since the last call. */
    private long told() {
        instance.dispatcher().run();
        long waiting = house.count("waiting");
        house.jdbc.sql("UPDATE delivery SET state = 'delivered'").update();
        return waiting;
    }
}
