package dev.imprimatur.notice;

import static java.util.stream.Collectors.toMap;

import dev.imprimatur.notice.WaitingNotices.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Shows how many notices wait, counted now and then and not when somebody looks; the only label is
 * a receiver that is configured.
 */
final class WaitingMeters {

    private static final Logger log = LoggerFactory.getLogger(WaitingMeters.class);

    private final WaitingNotices waiting;
    private final List<String> targets;
    private final MultiGauge gauge;

    WaitingMeters(WaitingNotices waiting, List<String> targets, MeterRegistry registry) {
        this.waiting = waiting;
        this.targets = targets;
        this.gauge =
                MultiGauge.builder("imprimatur.notices.waiting")
                        .description("Notices that their receiver has not taken yet")
                        .register(registry);
    }

    @Scheduled(fixedDelay = 15_000)
    void onSchedule() {
        if (targets.isEmpty()) {
            return;
        }
        try {
            run();
        } catch (DataAccessException e) {
            log.debug("Waiting notices are not counted, the database does not answer", e);
        }
    }

    void run() {
        Map<String, Long> counted =
                waiting.count().stream().collect(toMap(Waiting::target, Waiting::notices));
        gauge.register(
                targets.stream()
                        .<MultiGauge.Row<?>>map(
                                target ->
                                        MultiGauge.Row.of(
                                                Tags.of("target", target),
                                                counted.getOrDefault(target, 0L)))
                        .toList(),
                true);
    }
}
