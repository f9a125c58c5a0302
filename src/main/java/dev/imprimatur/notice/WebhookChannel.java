package dev.imprimatur.notice;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages to one webhook as Standard Webhooks 1.0.0 has it: the headers {@code webhook-id},
 * {@code webhook-timestamp} and {@code webhook-signature}, one signature for each secret.
 *
 * <p>Intent: the message goes where the operator said and nowhere else, and of the answer nothing
 * counts but its status and {@code Retry-After}; its body is not read. Limit: the operator answers
 * for what the URL leads to.
 */
final class WebhookChannel implements Channel {

    private static final int NO_LONGER = 410;

    private final WebhookTarget webhook;
    private final HttpClient http;
    private final NoticeBody body;
    private final Clock clock;
    private final Duration budget;

    /**
     * @param budget the time for one attempt, connection and answer included
     */
    private WebhookChannel(
            WebhookTarget webhook, HttpClient http, NoticeBody body, Clock clock, Duration budget) {
        this.webhook = webhook;
        this.http = http;
        this.body = body;
        this.clock = clock;
        this.budget = budget;
    }

    /** The channels of these webhooks, over one client that goes nowhere but to their own URLs. */
    static List<Channel> all(
            List<WebhookTarget> webhooks, NoticeBody body, Clock clock, Duration budget) {
        HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(budget)
                        .build();
        return webhooks.stream()
                .<Channel>map(webhook -> new WebhookChannel(webhook, http, body, clock, budget))
                .toList();
    }

    @Override
    public String target() {
        return webhook.target();
    }

    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public Attempt send(List<Notice> notices) throws InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer =
                http.sendAsync(
                        request(notices.getFirst()), HttpResponse.BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> response =
                    answer.get(budget.toMillis(), TimeUnit.MILLISECONDS);
            response.body().close();
            return attempt(response);
        } catch (TimeoutException e) {
            return new Attempt.Failed("time-out", null);
        } catch (ExecutionException e) {
            return new Attempt.Failed(category(e.getCause()), null);
        } catch (IOException e) {
            return new Attempt.Failed("an answer that broke off", null);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(Notice notice) {
        byte[] json = body.of(notice);
        long timestamp = clock.instant().getEpochSecond();
        return HttpRequest.newBuilder(webhook.url())
                .timeout(budget)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Imprimatur")
                .header("webhook-id", notice.id().toString())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header(
                        "webhook-signature",
                        webhook.keys().stream()
                                .map(key -> key.sign(notice.id(), timestamp, json))
                                .collect(joining(" ")))
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build();
    }

    private Attempt attempt(HttpResponse<?> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Attempt.Delivered();
        }
        String reason = "status " + status;
        return status == NO_LONGER
                ? new Attempt.Gone(reason)
                : new Attempt.Failed(
                        reason,
                        response.headers()
                                .firstValue("Retry-After")
                                .map(this::retryAfter)
                                .orElse(null));
    }

    /** RFC 9110, section 10.2.3: seconds, or a date; null where it is neither. */
    private @Nullable Duration retryAfter(String text) {
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant date =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Duration.between(clock.instant(), date);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Never the exception's own message, which may show the URL. */
    private static String category(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpTimeoutException _ -> "time-out";
            case ConnectException _ -> "no connection";
            case SSLException _ -> "no TLS connection";
            case IOException _ -> "an answer that broke off";
            case null, default -> "an answer that is not HTTP";
        };
    }
}
