package dev.imprimatur.notice;

import dev.imprimatur.notice.Deliveries.Claimed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Sends messages that are due, outside of any transaction. Each channel has a few hands of its own,
 * so that a receiver that is slow holds up nobody but itself.
 */
final class Sender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    /** At once for one channel, by one instance. */
    static final int HANDS = 4;

    private static final int SECONDS_TO_END = 20;

    private final List<Lane> lanes;
    private final Deliveries deliveries;
    private final NoticeMeters meters;
    private final Clock clock;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notice-", 0).factory());
    private volatile boolean ending;

    Sender(List<Channel> channels, Deliveries deliveries, NoticeMeters meters, Clock clock) {
        this.lanes =
                channels.stream()
                        .map(
                                channel ->
                                        new Lane(
                                                channel, new Semaphore(HANDS), new ReentrantLock()))
                        .toList();
        this.deliveries = deliveries;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * @param turn to claim: hands that claim at once would take from one another what belongs into
     *     one mail
     */
    private record Lane(Channel channel, Semaphore hands, Lock turn) {}

    /** Gives every free hand something to do; waits for nobody. */
    void run() {
        lanes.forEach(this::start);
    }

    /** Lets what is being sent end; what does not, is sent again after its lease. */
    @Override
    public void close() {
        ending = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void start(Lane lane) {
        while (!ending && lane.hands().tryAcquire()) {
            List<Claimed> first;
            try {
                first = claim(lane);
            } catch (RuntimeException e) {
                lane.hands().release();
                throw e;
            }
            if (first.isEmpty()) {
                lane.hands().release();
                return;
            }
            threads.execute(() -> work(lane, first));
        }
    }

    private void work(Lane lane, List<Claimed> first) {
        try {
            for (List<Claimed> next = first; !next.isEmpty(); next = claim(lane)) {
                send(lane.channel(), next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException e) {
            log.warn("Notices wait for now, the database does not answer");
            log.debug("The cause", e);
        } finally {
            lane.hands().release();
        }
    }

    private List<Claimed> claim(Lane lane) {
        lane.turn().lock();
        try {
            return ending
                    ? List.of()
                    : deliveries.claim(lane.channel().target(), lane.channel().atOnce());
        } finally {
            lane.turn().unlock();
        }
    }

    private void send(Channel channel, List<Claimed> claimed) throws InterruptedException {
        Attempt attempt = attempt(channel, claimed.stream().map(Claimed::notice).toList());
        for (Claimed each : claimed) {
            switch (attempt) {
                case Attempt.Delivered() -> {
                    deliveries.delivered(each);
                    meters.delivered(channel.target());
                }
                case Attempt.Failed(String reason, var retryAfter) ->
                        later(channel, each, reason, retryAfter);
                case Attempt.Gone(String reason) -> giveUp(channel, each, reason);
            }
        }
    }

    private void later(
            Channel channel, Claimed claimed, String reason, @Nullable Duration retryAfter) {
        Optional<Instant> next =
                Backoff.next(clock.instant(), claimed.createdAt(), claimed.attempts(), retryAfter);
        if (next.isPresent()) {
            deliveries.later(claimed, next.get(), reason);
            meters.failed(channel.target());
        } else {
            giveUp(channel, claimed, reason);
        }
    }

    /** What nobody thought of must not take the hand away from the messages behind it. */
    private static Attempt attempt(Channel channel, List<Notice> notices)
            throws InterruptedException {
        try {
            return channel.send(notices);
        } catch (RuntimeException e) {
            log.error("Notices to {} cannot be sent: {}", channel.target(), notices, e);
            return new Attempt.Failed("a defect of ours", null);
        }
    }

    private void giveUp(Channel channel, Claimed claimed, String reason) {
        if (deliveries.dead(claimed, reason)) {
            log.warn(
                    "Notice {} ({}) to {} is given up after {} attempts: {}",
                    claimed.notice().id(),
                    claimed.notice().recorded().event().type().wireName(),
                    channel.target(),
                    claimed.attempts(),
                    reason);
            meters.dead(channel.target());
        }
    }
}
