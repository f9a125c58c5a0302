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
 * @param grants the live ones for the project that is asked about
 */
record TokenRow(
        long id,
        String indexId,
        String provider,
        List<Long> grantIds,
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
     * A live publisher of the project.
     *
     * @param id the number of what it says now
     */
    record Grant(
            long id,
            long publisherId,
            String project,
            Map<String, String> fields,
            @Nullable String blockedReason) {}
}
