package dev.imprimatur.token;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One file that an index was told it may accept.
 *
 * @param id by which answers name it
 * @param project the name of the project, as its maintainers write it
 * @param version its version; null: the index did not say
 * @param filename its name; null: the index did not say
 * @param sha256 its digest in hex; null: the index did not say
 * @param authorizedAt when the index was told yes
 * @param provenance where the file comes from
 */
public record Upload(
        long id,
        String project,
        @Nullable String version,
        @Nullable String filename,
        @Nullable String sha256,
        Instant authorizedAt,
        Provenance provenance) {

    /**
     * Where a file comes from, as the provider vouched for it.
     *
     * @param provider the provider's id
     * @param publisher the fields of the publisher that gave the right
     * @param claims the recorded claims of the identity token
     * @param origin the same for people, with links
     * @param issuer the issuer of the identity token
     * @param jti the id of the identity token; null where its provider gives none
     */
    public record Provenance(
            String provider,
            Map<String, String> publisher,
            Map<String, String> claims,
            Origin origin,
            String issuer,
            @Nullable String jti) {}
}
