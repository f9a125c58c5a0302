package dev.imprimatur.outbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Gets a document from another service, or sends it a form.
 *
 * <p>Intent: one answer to one request, from the address that was asked and no other: redirects are
 * never followed, and no answer, however slow or long, takes more than the time and the bytes that
 * it is given. Limit: that the address is a good one to ask is the caller's to know; TLS and DNS
 * are trusted as anywhere.
 */
public final class OutboundClient implements AutoCloseable {

    private static final int LONGEST_ANSWER = 256 * 1024;

    private final HttpClient http;

    /**
     * @param connectTimeout how long a connection may take to come about
     */
    public OutboundClient(Duration connectTimeout) {
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(connectTimeout)
                        .build();
    }

    /** What asking comes to. */
    public sealed interface Answer {}

    /** An answer, whatever it says. */
    public static final class Answered implements Answer {

        private final HttpResponse<byte[]> response;

        private Answered(HttpResponse<byte[]> response) {
            this.response = response;
        }

        public int status() {
            return response.statusCode();
        }

        /** The first header of this name, in whatever case. */
        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        public byte[] body() {
            return response.body();
        }
    }

    /**
     * None.
     *
     * @param cause why, in a few words; never what was received
     */
    public record Failed(String cause) implements Answer {}

    /**
     * Asks once; blocks until the deadline at most.
     *
     * @param headers beside those that every request of ours has
     */
    public Answer get(URI url, Map<String, String> headers, Deadline deadline)
            throws InterruptedException {
        return ask(HttpRequest.newBuilder(url), headers, deadline);
    }

    /**
     * Sends a form once; blocks until the deadline at most.
     *
     * @param headers beside those that every request of ours has
     * @param form encoded as {@code application/x-www-form-urlencoded}
     */
    public Answer post(URI url, Map<String, String> headers, String form, Deadline deadline)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        return ask(request, headers, deadline);
    }

    private Answer ask(HttpRequest.Builder request, Map<String, String> headers, Deadline deadline)
            throws InterruptedException {
        request.header("User-Agent", "Imprimatur").header("Accept", "application/json");
        headers.forEach(request::setHeader);
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request.build(),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), LONGEST_ANSWER));
        try {
            // The request's own time-out ends with the headers; this one includes the body.
            return new Answered(answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Failed("time-out");
        } catch (ExecutionException e) {
            return new Failed(category(e.getCause()));
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
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
}
