package dev.imprimatur.identity;

import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What fetching the keys of an issuer takes to know of it, whether it signs identity tokens of CI
 * jobs or access tokens of people.
 *
 * @param id by which logs and metrics name it
 * @param issuer the exact {@code iss}
 * @param algorithms the JWS algorithms that it signs with (RFC 7518, section 3.1)
 * @param allowHttpLoopback whether the issuer may be plain http on this very machine
 * @param trustedKeysHost the host that its discovery document may send us to
 * @param keysUrl where its keys are; null: where its discovery document says
 */
record KeyIssuer(
        String id,
        String issuer,
        Set<String> algorithms,
        boolean allowHttpLoopback,
        String trustedKeysHost,
        @Nullable URI keysUrl) {

    static KeyIssuer of(ProviderDefinition provider) {
        return new KeyIssuer(
                provider.id(),
                provider.issuer(),
                provider.algorithms(),
                provider.allowHttpLoopback(),
                provider.trustedKeysHost(),
                null);
    }

    static List<KeyIssuer> of(Providers providers) {
        return providers.all().stream().map(KeyIssuer::of).toList();
    }
}
