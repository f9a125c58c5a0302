package dev.imprimatur.identity;

import dev.imprimatur.Loopback;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a discovery document says of signing in (OpenID Connect Discovery 1.0, section 3;
 * RP-Initiated Logout 1.0, section 2.1).
 *
 * @param authorization where the browser is sent
 * @param token where we go with what the browser came back with
 * @param endSession where the browser may be sent to sign out there, too; null: nowhere
 * @param secretInForm whether the secret goes into the form, because the token endpoint does not
 *     take it in the header
 */
record LoginEndpoints(
        URI authorization, URI token, @Nullable URI endSession, boolean secretInForm) {

    /** What asking for them comes to. */
    sealed interface Fetch {}

    record Fetched(LoginEndpoints endpoints) implements Fetch {}

    /**
     * None.
     *
     * @param cause why, in a few words; never what was received
     */
    record Failed(String cause) implements Fetch {}

    /** Empty where it does not say where to sign in, or names a token endpoint of somebody else. */
    static Optional<LoginEndpoints> read(JsonNode document, KeyIssuer issuer, String tokenHost) {
        Optional<URI> authorization = page(document.path("authorization_endpoint"), issuer);
        Optional<URI> token =
                IssuerClient.trusted(
                        issuer, tokenHost, document.path("token_endpoint").stringValue(""));
        if (authorization.isEmpty() || token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new LoginEndpoints(
                        authorization.get(),
                        token.get(),
                        page(document.path("end_session_endpoint"), issuer).orElse(null),
                        isSecretInForm(document.path("token_endpoint_auth_methods_supported"))));
    }

    /**
     * Where browsers go, which may be any host: it is told none of our secrets. Limit: whoever
     * writes the discovery document decides where people type their password.
     */
    private static Optional<URI> page(JsonNode written, KeyIssuer issuer) {
        try {
            URI url = new URI(written.stringValue(""));
            boolean ok =
                    url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && ("https".equals(url.getScheme())
                                    || (issuer.allowHttpLoopback() && Loopback.isHttp(url)));
            return ok ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** In the header, unless it is said that only the form will do. */
    private static boolean isSecretInForm(JsonNode methods) {
        boolean header = !methods.isArray();
        boolean form = false;
        for (JsonNode method : methods) {
            header |= method.stringValue("").equals("client_secret_basic");
            form |= method.stringValue("").equals("client_secret_post");
        }
        return form && !header;
    }
}
