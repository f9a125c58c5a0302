package dev.imprimatur.web.registry;

import dev.imprimatur.account.Caller;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts the long answers of this instance, so that nobody takes all of them. */
@Component
class OpenStreams {

    private static final Duration COME_AGAIN = Duration.ofSeconds(30);

    private final EventStreamProperties most;
    private final Map<String, Integer> byHolder = new HashMap<>();
    private int all;

    OpenStreams(EventStreamProperties most) {
        this.most = most;
    }

    /** A place among the open streams, until it is closed. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes a place, or refuses. */
    synchronized Place take(Caller caller) {
        String holder = caller.holder();
        int own = byHolder.getOrDefault(holder, 0);
        if (own >= most.streamsPerAccount()) {
            throw refused(
                    ProblemCode.RATE_LIMITED,
                    "These credentials have %d streams of events open already".formatted(own));
        }
        if (all >= most.streams()) {
            throw refused(
                    ProblemCode.UNAVAILABLE, "This instance has as many streams as it can serve");
        }
        all++;
        byHolder.put(holder, own + 1);
        return () -> leave(holder);
    }

    private synchronized void leave(String holder) {
        all--;
        byHolder.computeIfPresent(holder, (key, open) -> open == 1 ? null : open - 1);
    }

    private static ProblemException refused(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail).retryAfter(COME_AGAIN));
    }
}
