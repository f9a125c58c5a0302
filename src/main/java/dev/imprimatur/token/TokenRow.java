package dev.imprimatur.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upload token as stored, with those of its publishers that are live and may publish one
 * project.
 *
 * @param publisherIds all publishers under which it was minted
 * @param grants the live ones for the project that is asked about
 */
record TokenRow(
        long id,
        String indexId,
        String provider,
        List<Long> publisherIds,
        boolean singleUse,
        String issuer,
        @Nullable String jti,
        Map<String, String> claims,
        Instant issuedAt,
        Instant expiresAt,
        boolean consumed,
        boolean revoked,
        List<Grant> grants) {

    /** A live publisher, and the project that it may publish. */
    record Grant(
            long publisherId,
            String project,
            Map<String, String> fields,
            Standing standing,
            @Nullable String blockedReason) {

        boolean isReal() {
            return standing instanceof Standing.Real;
        }
    }

    /** How the project of a publisher stands. */
    sealed interface Standing {
        /** It is there. */
        record Real() implements Standing {}

        /** It waits for its first upload. */
        record Waiting(long projectId, Instant until) implements Standing {}

        /** It waited, and the name went to somebody else. */
        record Lost() implements Standing {}
    }
}
