package dev.imprimatur.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Follows the audit log for all who listen on this instance: one look a second for all of them, and
 * none while nobody listens.
 *
 * <p>What it gives out is in order and complete: see {@link SettledIds}. What is recent comes from
 * memory, what is older from the database, so a slow listener costs nobody anything.
 */
@Component
public class EventTail {

    private static final Logger log = LoggerFactory.getLogger(EventTail.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration WHILE_UNSETTLED = Duration.ofMillis(200);

    /** Enough for listeners that fall behind by seconds. */
    private static final int MOST_KEPT = 2_000;

    private static final int CHUNK = 500;

    private final EventReader reader;
    private final SettledIds ids;
    private final Clock clock;
    private final Duration betweenLooks;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<RecordedEvent> recent = new ArrayDeque<>();
    private int listeners;
    private boolean looking;
    private boolean closed;

    /** All events up to this id are final; -1: not known yet. */
    private long settled = -1;

    /** All events after this id and up to {@link #settled} are in {@link #recent}. */
    private long recentAfter = -1;

    @Autowired
    EventTail(EventReader reader, SettledIds ids, Clock clock) {
        this(reader, ids, clock, BETWEEN_LOOKS);
    }

    /** With another time between two looks, for tests. */
    EventTail(EventReader reader, SettledIds ids, Clock clock, Duration betweenLooks) {
        this.reader = reader;
        this.ids = ids;
        this.clock = clock;
        this.betweenLooks = betweenLooks;
    }

    /**
     * What came next.
     *
     * @param events those that were asked for, the oldest first
     * @param position behind which to ask next
     * @param open false: the service stops, nothing more comes
     */
    public record Batch(List<RecordedEvent> events, long position, boolean open) {}

    /** One who listens, until it is closed. */
    public final class Listener implements AutoCloseable {

        private final EventFilter filter;
        private long position;

        private Listener(EventFilter filter, long position) {
            this.filter = filter;
            this.position = position;
        }

        /** Behind which it listens. */
        public long position() {
            return position;
        }

        /** Waits for events, and comes back without any when the time is up. */
        public Batch next(Duration longest) throws InterruptedException {
            Instant until = clock.instant().plus(longest);
            long upTo = awaitSettled(position, longest);
            while (upTo > position) {
                List<RecordedEvent> events = between(filter, position, upTo);
                position = events.size() == CHUNK ? events.getLast().id() : upTo;
                if (!events.isEmpty() || !clock.instant().isBefore(until)) {
                    return new Batch(events, position, isOpen());
                }
                upTo = awaitSettled(position, Duration.between(clock.instant(), until));
            }
            return new Batch(List.of(), position, isOpen());
        }

        @Override
        public void close() {
            leave();
        }
    }

    /**
     * Begins to listen.
     *
     * @param after behind this event; null: behind the newest there is
     */
    public Listener listen(EventFilter filter, @Nullable Long after) {
        long position = after == null ? ids.look().newest() : after;
        lock.lock();
        try {
            listeners++;
            if (!looking && !closed) {
                looking = true;
                recent.clear();
                recentAfter = -1;
                Thread.ofVirtual().name("event-tail").start(this::look);
            }
        } finally {
            lock.unlock();
        }
        return new Listener(filter, position);
    }

    /** Before the web server waits for open answers to end. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            listeners--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private long awaitSettled(long position, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!closed && settled <= position && left > 0) {
                left = changed.awaitNanos(left);
            }
            return closed ? -1 : settled;
        } finally {
            lock.unlock();
        }
    }

    private List<RecordedEvent> between(EventFilter filter, long after, long upTo) {
        lock.lock();
        try {
            if (recentAfter >= 0 && after >= recentAfter) {
                return recent.stream()
                        .filter(event -> event.id() > after && event.id() <= upTo)
                        .filter(filter::matches)
                        .limit(CHUNK)
                        .toList();
            }
        } finally {
            lock.unlock();
        }
        return reader.oldestFirst(filter, after, upTo, CHUNK);
    }

    /** The one thread that looks, as long as somebody listens. */
    private void look() {
        SettledIds.Watch watch = ids.watch();
        boolean going = true;
        boolean failing = false;
        try {
            while (going) {
                boolean settling = false;
                try {
                    watch.look().ifPresent(this::settle);
                    settling = watch.isSettling();
                    failing = false;
                } catch (DataAccessException e) {
                    log.debug("The audit log cannot be followed now", e);
                } catch (RuntimeException e) {
                    // All who listen depend on this one thread, so nothing may end it.
                    if (!failing) {
                        log.warn("The audit log cannot be followed", e);
                    }
                    failing = true;
                }
                going = rest(settling ? WHILE_UNSETTLED : betweenLooks);
            }
        } finally {
            if (going) {
                giveUp();
            }
        }
    }

    /** An error ended the one thread; whoever comes next begins another one. */
    private void giveUp() {
        lock.lock();
        try {
            looking = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean rest(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (listeners > 0 && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            looking = listeners > 0 && !closed;
            return looking;
        } catch (InterruptedException e) {
            looking = false;
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void settle(long upTo) {
        long from = recentAfter < 0 ? upTo : settled;
        while (from < upTo) {
            List<RecordedEvent> more = reader.oldestFirst(EventFilter.ALL, from, upTo, CHUNK);
            from = more.size() == CHUNK ? more.getLast().id() : upTo;
            keep(more, from);
        }
        keep(List.of(), upTo);
    }

    private void keep(List<RecordedEvent> more, long upTo) {
        lock.lock();
        try {
            recent.addAll(more);
            while (recent.size() > MOST_KEPT) {
                recentAfter = recent.removeFirst().id();
            }
            if (recentAfter < 0) {
                recentAfter = upTo;
            }
            settled = Math.max(settled, upTo);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
