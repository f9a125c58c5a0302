package dev.imprimatur.token;

import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.ProviderDefinition.Link;
import dev.imprimatur.provider.ProviderDefinition.Shown;
import dev.imprimatur.provider.Providers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Adds to what was recorded what people read and follow of it, which the provider's definition has.
 */
@Component
public class Provenances {

    private final Providers providers;

    Provenances(Providers providers) {
        this.providers = providers;
    }

    /** Where the uploads of a token come from, if this publisher gives the right. */
    Upload.Provenance of(TokenRow token, TokenRow.Grant grant) {
        return of(token.provider(), grant.fields(), token.claims(), token.issuer(), token.jti());
    }

    /** Where an upload in the ledger came from. */
    Upload.Provenance of(
            String providerId,
            Map<String, String> publisher,
            Map<String, String> claims,
            String issuer,
            @Nullable String jti) {
        return new Upload.Provenance(
                providerId, publisher, claims, origin(providerId, claims), issuer, jti);
    }

    /**
     * The same for people, of the recorded claims of an identity token.
     *
     * @param providerId the configured id of its provider, which may be gone
     */
    public Origin origin(String providerId, Map<String, String> claims) {
        return providers
                .ofId(providerId)
                .map(provider -> origin(provider, claims))
                .orElseGet(() -> new Origin(providerId, null, null, null, null, null, null));
    }

    private static Origin origin(ProviderDefinition provider, Map<String, String> claims) {
        return new Origin(
                provider.label(),
                provider.show(Shown.REPOSITORY, claims).orElse(null),
                provider.show(Shown.COMMIT, claims).orElse(null),
                provider.show(Shown.REF, claims).orElse(null),
                provider.show(Shown.RUN, claims).orElse(null),
                provider.link(Link.SOURCE, claims).orElse(null),
                provider.link(Link.RUN, claims).orElse(null));
    }
}
