package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.outbound.Deadline;
import dev.imprimatur.outbound.OutboundClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks issuers for their keys: OpenID Connect Discovery 1.0, section 4, then the key set; and those
 * that people sign in with for the rest of what is discovered.
 *
 * <p>Intent: an answer is believed only if it comes from where the operator said, with nobody in
 * between to point elsewhere; no answer, however slow or long, takes more than the budget. Limit:
 * whoever holds the issuer's host holds its keys; TLS and DNS are trusted as anywhere.
 */
final class IssuerClient implements AutoCloseable {

    private final Clock clock;
    private final Duration budget;
    private final OutboundClient outbound;

    /**
     * @param budget the time for discovery and key set together
     */
    IssuerClient(Clock clock, Duration budget) {
        this.clock = clock;
        this.budget = budget;
        this.outbound = new OutboundClient(budget);
    }

    /** Fetches the keys of an issuer; blocks for the budget at most. */
    FetchedKeys fetch(KeyIssuer provider) throws InterruptedException {
        Deadline deadline = Deadline.in(budget);
        Instant startedAt = clock.instant();
        try {
            URI keysUrl = provider.keysUrl();
            if (keysUrl == null) {
                ObjectNode discovery = discover(provider, deadline);
                keysUrl =
                        keysUrl(provider, discovery.path("jwks_uri").stringValue(""))
                                .orElseThrow(() -> new FailedFetch("keys at another host"));
            }
            String text = new String(get(keysUrl, deadline), UTF_8);
            return KeySet.read(text, provider.algorithms(), startedAt)
                    .<FetchedKeys>map(FetchedKeys.Fresh::new)
                    .orElseGet(() -> new FetchedKeys.Failed("no usable key in the key set"));
        } catch (FailedFetch failed) {
            return new FetchedKeys.Failed(failed.cause);
        }
    }

    /** Fetches what signing in takes; blocks for the budget at most. */
    LoginEndpoints.Fetch endpoints(KeyIssuer provider, String tokenHost)
            throws InterruptedException {
        try {
            return LoginEndpoints.read(discover(provider, Deadline.in(budget)), provider, tokenHost)
                    .<LoginEndpoints.Fetch>map(LoginEndpoints.Fetched::new)
                    .orElseGet(
                            () ->
                                    new LoginEndpoints.Failed(
                                            "no endpoints in discovery, or the token endpoint at"
                                                    + " another host"));
        } catch (FailedFetch failed) {
            return new LoginEndpoints.Failed(failed.cause);
        }
    }

    /** The address of a key set, where it is one that we go to. */
    static Optional<URI> keysUrl(KeyIssuer provider, String written) {
        return trusted(provider, provider.trustedKeysHost(), written);
    }

    /**
     * An address out of a discovery document, where it is one that we go to: https at the host that
     * the operator trusts; at the issuer's own host also its own port, and plain http where the
     * issuer itself is on plain http, which is loopback and allowed by the definition.
     */
    static Optional<URI> trusted(KeyIssuer provider, String host, String written) {
        URI issuer = URI.create(provider.issuer());
        URI url;
        try {
            url = new URI(written);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        boolean trustedHost = host.equals(url.getHost());
        boolean issuersHost = trustedHost && url.getHost().equals(issuer.getHost());
        boolean https = "https".equals(url.getScheme());
        boolean allowedHttp =
                provider.allowHttpLoopback()
                        && issuersHost
                        && "http".equals(url.getScheme())
                        && "http".equals(issuer.getScheme());
        boolean ok =
                trustedHost
                        && (https || allowedHttp)
                        && (!issuersHost || port(url) == port(issuer))
                        && url.getRawUserInfo() == null
                        && url.getRawFragment() == null;
        return ok ? Optional.of(url) : Optional.empty();
    }

    @Override
    public void close() {
        outbound.close();
    }

    private ObjectNode discover(KeyIssuer provider, Deadline deadline)
            throws FailedFetch, InterruptedException {
        String issuer = provider.issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        byte[] answer = get(URI.create(base + "/.well-known/openid-configuration"), deadline);
        ObjectNode document =
                StrictJson.object(answer)
                        .orElseThrow(() -> new FailedFetch("no JSON object in discovery"));
        if (!document.path("issuer").stringValue("").equals(issuer)) {
            throw new FailedFetch("another issuer in discovery");
        }
        return document;
    }

    private byte[] get(URI url, Deadline deadline) throws FailedFetch, InterruptedException {
        return switch (outbound.get(url, Map.of(), deadline)) {
            case OutboundClient.Answered answer when answer.status() == 200 -> answer.body();
            case OutboundClient.Answered answer ->
                    throw new FailedFetch("status " + answer.status());
            case OutboundClient.Failed(String cause) -> throw new FailedFetch(cause);
        };
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    }

    /** Ends a fetch; it never leaves this class. */
    private static final class FailedFetch extends Exception {

        private final String cause;

        FailedFetch(String cause) {
            super(cause, null, false, false);
            this.cause = cause;
        }
    }
}
