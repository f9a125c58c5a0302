package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventTail;
import dev.imprimatur.project.EventSight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** When a stream ends. */
@ServiceTest
class EventStreamTests {

    private static final EventSight SIGHT = new EventSight(null, Caller.operator("account:a"));

    @LocalServerPort private int port;
    @Autowired private EventTail tail;
    @Autowired private JsonMapper json;

    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void whoLostTheRightSeesNothingMore() throws Exception {
        new Publishing(port).publisher();
        AtomicLong seconds = new AtomicLong();
        InstantSource fast = () -> Instant.ofEpochSecond(seconds.addAndGet(20));

        stream(fast.withZone(ZoneOffset.UTC), Duration.ofDays(1))
                .write(EventFilter.ALL, 0L, SIGHT, () -> false, response);

        assertThat(response.getContentAsString()).startsWith("retry: ").doesNotContain("data:");
    }

    @Test
    void itEndsByItselfWhenItsTimeIsUp() throws Exception {
        new Publishing(port).publisher();

        stream(Clock.systemUTC(), Duration.ofSeconds(1))
                .write(EventFilter.ALL, 0L, SIGHT, () -> true, response);

        assertThat(response.getContentType()).startsWith("text/event-stream");
        assertThat(response.getContentAsString())
                .contains("event: publisher-added\ndata: {")
                .endsWith("\n\n");
    }

    private EventStream stream(Clock clock, Duration lifetime) {
        EventStreamProperties properties = new EventStreamProperties(9, 9, lifetime);
        return new EventStream(tail, new OpenStreams(properties), properties, json, clock);
    }
}
