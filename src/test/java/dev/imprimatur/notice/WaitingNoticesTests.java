package dev.imprimatur.notice;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.audit.EventType;
import dev.imprimatur.notice.NoticeHouse.Instance;
import dev.imprimatur.notice.WaitingNotices.Waiting;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WaitingNoticesTests {

    private static final List<String> TARGETS = List.of("webhook:ops", "webhook:other");

    private final NoticeHouse house = new NoticeHouse();
    private final WaitingNotices waiting = new WaitingNotices(house.jdbc);
    private final WaitingMeters meters = new WaitingMeters(waiting, TARGETS, house.meters);

    @Test
    void whatWaitsIsCountedByReceiverWithItsOldest() {
        assertThat(waiting.count()).isEmpty();
        Instant first = house.clock.instant();
        happens("webhook", 1);
        house.clock.advance(Duration.ofHours(1));
        happens("webhook", 2);

        assertThat(waiting.count()).containsExactly(new Waiting("webhook:webhook", 3, first));
        house.jdbc.sql("UPDATE delivery SET state = 'dead', ended_at = now()").update();
        assertThat(waiting.count()).isEmpty();
    }

    @Test
    @DisplayName("Hazard 32: the meters are those of the configured receivers, whatever waits")
    void theMetersAreThoseOfTheConfiguredReceivers() {
        happens("ops", 2);
        happens("gone", 1);

        meters.run();
        assertThat(gauges())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("webhook:ops", 2.0, "webhook:other", 0.0));
        house.jdbc.sql("DELETE FROM delivery").update();
        meters.run();
        assertThat(gauges().values()).containsExactly(0.0, 0.0);
    }

    private Map<String, Double> gauges() {
        return house.meters.find("imprimatur.notices.waiting").gauges().stream()
                .collect(
                        toMap(
                                gauge -> String.valueOf(gauge.getId().getTag("target")),
                                Gauge::value));
    }

    private void happens(String webhook, int times) {
        try (Instance instance =
                house.start(Map.of(webhook, NoticeHouse.webhook("http://127.0.0.1:1/")))) {
            for (int i = 0; i < times; i++) {
                house.happens(EventType.PROJECT_BLOCKED);
            }
            instance.dispatcher().run();
        }
    }
}
