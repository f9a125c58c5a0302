package dev.imprimatur.publisher;

import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts exchanges per publisher beside the exchange: in memory first, into the rows every few
 * seconds.
 *
 * <p>Intent: an exchange for two hundred projects writes no two hundred rows, and two that share
 * publishers never wait for each other. Limit: a crash loses the counts of the last seconds. They
 * tell people which publishers are in use; nothing is decided by them.
 */
@Component
public class PublisherUse {

    private static final Logger log = LoggerFactory.getLogger(PublisherUse.class);

    private static final int BATCH = 2000;

    /** Publishers that are counted at one time; more come only where the database is long away. */
    private static final int MOST = 100_000;

    /**
     * Rows that somebody else holds are left out and named, so that nobody waits here and nobody
     * waits for us in another order; rows that are gone are forgotten.
     */
    private static final String WRITE =
            """
            WITH counted AS (
                SELECT id, exchanges, CAST(at AS timestamptz) AS at
                  FROM unnest(CAST(:ids AS bigint[]), CAST(:exchanges AS bigint[]),
                              CAST(:times AS text[])) AS c (id, exchanges, at)
            ), held AS (
                SELECT id
                  FROM publisher
                 WHERE id IN (SELECT id FROM counted)
                 ORDER BY id
                   FOR NO KEY UPDATE SKIP LOCKED
            ), written AS (
                UPDATE publisher p
                   SET exchanges = p.exchanges + c.exchanges,
                       last_matched_at = GREATEST(p.last_matched_at, c.at)
                  FROM counted c
                  JOIN held ON held.id = c.id
                 WHERE p.id = c.id
                RETURNING p.id
            )
            SELECT p.id
              FROM publisher p
             WHERE p.id IN (SELECT id FROM counted)
               AND p.id NOT IN (SELECT id FROM written)
            """;

    private final JdbcClient jdbc;
    private final Map<Long, Count> counts = new HashMap<>();

    PublisherUse(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Count(long exchanges, Instant last) {

        Count plus(Count other) {
            return new Count(
                    exchanges + other.exchanges, last.isAfter(other.last) ? last : other.last);
        }
    }

    /** Counts one exchange under each of these publishers. */
    public void count(List<TrustedPublisher> publishers, Instant at) {
        Count one = new Count(1, at);
        synchronized (counts) {
            publishers.forEach(publisher -> add(publisher.id(), one));
        }
    }

    /** Writes what was counted; what cannot be written now is written later. */
    @Scheduled(fixedDelayString = "PT5S")
    void onSchedule() {
        try {
            write();
        } catch (DataAccessException e) {
            log.warn("Exchanges are counted later, the database does not answer");
            log.debug("The cause", e);
        }
    }

    @PreDestroy
    void onShutdown() {
        onSchedule();
    }

    /** Writes what was counted until now, but for the rows that somebody else holds. */
    void write() {
        List<Map.Entry<Long, Count>> taken = take();
        for (int from = 0; from < taken.size(); from += BATCH) {
            var batch = taken.subList(from, Math.min(from + BATCH, taken.size()));
            try {
                List<Long> skipped = write(batch);
                putBack(batch.stream().filter(e -> skipped.contains(e.getKey())).toList());
            } catch (DataAccessException e) {
                putBack(taken.subList(from, taken.size()));
                throw e;
            }
        }
    }

    private List<Long> write(List<Map.Entry<Long, Count>> batch) {
        return jdbc.sql(WRITE)
                .param("ids", batch.stream().mapToLong(Map.Entry::getKey).toArray())
                .param(
                        "exchanges",
                        batch.stream().mapToLong(e -> e.getValue().exchanges()).toArray())
                .param(
                        "times",
                        batch.stream()
                                .map(e -> e.getValue().last().toString())
                                .toArray(String[]::new))
                .query(Long.class)
                .list();
    }

    private List<Map.Entry<Long, Count>> take() {
        synchronized (counts) {
            List<Map.Entry<Long, Count>> taken = new ArrayList<>();
            counts.forEach((id, count) -> taken.add(Map.entry(id, count)));
            counts.clear();
            return taken;
        }
    }

    private void putBack(List<Map.Entry<Long, Count>> unwritten) {
        synchronized (counts) {
            unwritten.forEach(entry -> add(entry.getKey(), entry.getValue()));
        }
    }

    private void add(long id, Count count) {
        if (counts.size() < MOST || counts.containsKey(id)) {
            counts.merge(id, count, Count::plus);
        }
    }
}
