package dev.imprimatur.notice;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts messages by channel and outcome; both labels come from the configuration and the code. */
final class NoticeMeters {

    private final MeterRegistry registry;

    NoticeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void delivered(String target) {
        count(target, "delivered");
    }

    /** It will be sent again. */
    void failed(String target) {
        count(target, "failed");
    }

    /** It will not. */
    void dead(String target) {
        count(target, "dead");
    }

    private void count(String target, String outcome) {
        Counter.builder("imprimatur.notices")
                .description("Attempts to send a notice")
                .tag("target", target)
                .tag("outcome", outcome)
                .register(registry)
                .increment();
    }
}
