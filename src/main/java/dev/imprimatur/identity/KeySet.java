package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The keys that an issuer published at one time: never changed, only replaced as a whole.
 *
 * @param keys the usable ones, at least one
 * @param text the key set as it was published (RFC 7517, section 5)
 * @param fetchedAt when it was asked for
 */
record KeySet(List<IssuerKey> keys, String text, Instant fetchedAt) {

    /** Far more than any issuer has at a time; a set beyond it is not looked through. */
    private static final int MOST_KEYS = 100;

    /**
     * Reads a key set; empty where it is none, or has no usable key: an emptied set is an issuer's
     * mistake, not a withdrawal of all its keys. A broken key does not spoil the others.
     *
     * @param algorithms those of the provider
     */
    static Optional<KeySet> read(String text, Set<String> algorithms, Instant fetchedAt) {
        JsonNode written =
                StrictJson.object(text.getBytes(UTF_8))
                        .<JsonNode>map(set -> set.path("keys"))
                        .filter(keys -> keys.isArray() && keys.size() <= MOST_KEYS)
                        .orElse(null);
        if (written == null) {
            return Optional.empty();
        }
        List<IssuerKey> usable =
                written.values().stream()
                        .flatMap(key -> IssuerKey.read(key, algorithms).stream())
                        .toList();
        return usable.isEmpty()
                ? Optional.empty()
                : Optional.of(new KeySet(usable, text, fetchedAt));
    }

    /** The key that a token names; empty where there is none, or more than one. */
    Optional<IssuerKey> find(KeyReference reference) {
        List<IssuerKey> meant = keys.stream().filter(key -> key.isMeantBy(reference)).toList();
        // Which of two was meant must not be guessed, nor tried out.
        return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
    }

    /** How old it is; never less than nothing, should the clock have been set back. */
    Duration age(Instant now) {
        return fetchedAt.isAfter(now) ? Duration.ZERO : Duration.between(fetchedAt, now);
    }
}
