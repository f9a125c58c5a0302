package dev.imprimatur.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upload token as stored, with those of its publishers that are live and may publish one
 * project.
 *
 * @param grantIds all that publishers said when it was minted, by the numbers of that
 * @param only the normalised names that it was narrowed to; null: whatever its publishers reach
 * @param grants the live ones for the project that is asked about
 */
record TokenRow(
        long id,
        String indexId,
        String provider,
        List<Long> grantIds,
        @Nullable List<String> only,
        boolean singleUse,
        String issuer,
        @Nullable String jti,
        Map<String, String> claims,
        Instant issuedAt,
        Instant expiresAt,
        boolean consumed,
        boolean revoked,
        List<Grant> grants) {

    /**
     * A live publisher, and what it may publish.
     *
     * @param id the number of what it says now
     * @param project the name of a project; a pattern of names where the standing says so
     */
    record Grant(
            long id,
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

        /** It is not there yet: a publisher for a pattern makes it. */
        record Absent() implements Standing {}

        /** It is every project whose name fits. */
        record Any() implements Standing {}

        /** It waited, and the name went to somebody else. */
        record Lost() implements Standing {}

        /** The token is good for it no more: those who look after it ended it there. */
        record Taken() implements Standing {}
    }

    TokenRow withGrants(List<Grant> others) {
        return new TokenRow(
                id, indexId, provider, grantIds, only, singleUse, issuer, jti, claims, issuedAt,
                expiresAt, consumed, revoked, others);
    }
}
