package dev.imprimatur.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * The last good key set of each issuer, where a restart does not lose it. What comes out of it is
 * checked again like what an issuer sends.
 */
interface StoredKeys {

    /** The key set of an issuer as it was published, and when it was fetched. */
    Optional<StoredKeySet> load(String issuer);

    /** Keeps a key set, unless a newer one is kept already: other instances fetch, too. */
    void save(String issuer, StoredKeySet keys);

    /** A key set as it is kept. */
    record StoredKeySet(String text, Instant fetchedAt) {}
}
