package dev.imprimatur.web.index;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imprimatur.token.Upload;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An upload as the API shows it.
 *
 * @param projectCreated whether it made its project; null in the ledger, which does not keep it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record UploadView(
        long id,
        String project,
        @Nullable String version,
        @Nullable String filename,
        @Nullable String sha256,
        @JsonProperty("authorized_at") Instant authorizedAt,
        Provenance provenance,
        @JsonProperty("project_created") @Nullable Boolean projectCreated) {

    /** Where the file comes from. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Provenance(
            String provider,
            Map<String, String> publisher,
            Map<String, String> claims,
            @JsonProperty("source_url") @Nullable String sourceUrl,
            @JsonProperty("run_url") @Nullable String runUrl,
            @JsonProperty("identity_token") IdentityToken identityToken) {

        static Provenance of(Upload.Provenance provenance) {
            return new Provenance(
                    provenance.provider(),
                    provenance.publisher(),
                    provenance.claims(),
                    provenance.origin().sourceUrl(),
                    provenance.origin().runUrl(),
                    new IdentityToken(provenance.issuer(), provenance.jti()));
        }
    }

    /** Which identity token was exchanged; never its text. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IdentityToken(String issuer, @Nullable String jti) {}

    static UploadView of(Upload upload) {
        return of(upload, null);
    }

    static UploadView of(Upload upload, @Nullable Boolean projectCreated) {
        return new UploadView(
                upload.id(),
                upload.project(),
                upload.version(),
                upload.filename(),
                upload.sha256(),
                upload.authorizedAt(),
                Provenance.of(upload.provenance()),
                projectCreated);
    }
}
