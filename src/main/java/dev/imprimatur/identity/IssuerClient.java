package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.provider.ProviderDefinition;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks issuers for their keys: OpenID Connect Discovery 1.0, section 4, then the key set. The only
 * way out of this service to an issuer.
 *
 * <p>Intent: an answer is believed only if it comes from where the operator said, with nobody in
 * between to point elsewhere; no answer, however slow or long, takes more than the budget. Limit:
 * whoever holds the issuer's host holds its keys; TLS and DNS are trusted as anywhere.
 */
final class IssuerClient implements AutoCloseable {

    private static final int LONGEST_ANSWER = 256 * 1024;

    private final Clock clock;
    private final Duration budget;
    private final HttpClient http;

    /**
     * @param budget the time for discovery and key set together
     */
    IssuerClient(Clock clock, Duration budget) {
        this.clock = clock;
        this.budget = budget;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(budget)
                        .build();
    }

    /** Fetches the keys of a provider; blocks for the budget at most. */
    FetchedKeys fetch(ProviderDefinition provider) throws InterruptedException {
        long deadline = System.nanoTime() + budget.toNanos();
        Instant startedAt = clock.instant();
        try {
            ObjectNode discovery = discover(provider, deadline);
            URI keysUrl =
                    keysUrl(provider, discovery.path("jwks_uri").stringValue(""))
                            .orElseThrow(() -> new FailedFetch("keys at another host"));
            String text = new String(get(keysUrl, deadline), UTF_8);
            return KeySet.read(text, provider.algorithms(), startedAt)
                    .<FetchedKeys>map(FetchedKeys.Fresh::new)
                    .orElseGet(() -> new FetchedKeys.Failed("no usable key in the key set"));
        } catch (FailedFetch failed) {
            return new FetchedKeys.Failed(failed.cause);
        }
    }

    /**
     * The address of a key set, where it is one that we go to: https at the host that the
     * provider's definition trusts; at the issuer's own host also its own port, and plain http
     * where the issuer itself is on plain http, which is loopback and allowed by the definition.
     */
    static Optional<URI> keysUrl(ProviderDefinition provider, String written) {
        URI issuer = URI.create(provider.issuer());
        URI url;
        try {
            url = new URI(written);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        boolean trustedHost = provider.trustedKeysHost().equals(url.getHost());
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
        http.shutdownNow();
    }

    private ObjectNode discover(ProviderDefinition provider, long deadline)
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

    private byte[] get(URI url, long deadline) throws FailedFetch, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url).header("Accept", "application/json").build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), LONGEST_ANSWER));
        try {
            // The request's own time-out ends with the headers; this one includes the body.
            HttpResponse<byte[]> response =
                    answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new FailedFetch("status " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new FailedFetch("time-out");
        } catch (ExecutionException e) {
            throw new FailedFetch(category(e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    /** Never the exception's own message, which may repeat what was received. */
    private static String category(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpTimeoutException _ -> "time-out";
            case ConnectException _ -> "no connection";
            case SSLException _ -> "no TLS connection";
            case IOException _ -> "an answer that broke off or was over 256 KiB";
            case null, default -> "an answer that is not HTTP";
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
