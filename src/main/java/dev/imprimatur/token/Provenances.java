package dev.imprimatur.token;

import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.ProviderDefinition.Link;
import dev.imprimatur.provider.Providers;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Adds to what was recorded the addresses that people follow, which the provider's definition has.
 */
@Component
class Provenances {

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
        Optional<ProviderDefinition> provider = providers.ofId(providerId);
        return new Upload.Provenance(
                providerId,
                publisher,
                claims,
                provider.flatMap(p -> p.link(Link.SOURCE, claims)).orElse(null),
                provider.flatMap(p -> p.link(Link.RUN, claims)).orElse(null),
                issuer,
                jti);
    }
}
