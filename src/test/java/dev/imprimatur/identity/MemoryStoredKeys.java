package dev.imprimatur.identity;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/** Stored keys without a database, which can be down or slow. */
final class MemoryStoredKeys implements StoredKeys {

    final Map<String, StoredKeySet> rows = new ConcurrentHashMap<>();
    volatile boolean down;
    volatile @Nullable CountDownLatch hanging;

    @Override
    public Optional<StoredKeySet> load(String issuer) {
        disturb();
        return Optional.ofNullable(rows.get(issuer));
    }

    @Override
    public void save(String issuer, StoredKeySet keys) {
        disturb();
        rows.merge(
                issuer,
                keys,
                (kept, next) -> kept.fetchedAt().isBefore(next.fetchedAt()) ? next : kept);
    }

    private void disturb() {
        CountDownLatch latch = hanging;
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (down) {
            throw new DataAccessResourceFailureException("down on purpose");
        }
    }
}
