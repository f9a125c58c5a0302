package dev.imprimatur.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a {@link TestIssuer} does with one request: each of the ways in which issuers fail. */
@FunctionalInterface
public interface Answer {

    /**
     * Answers.
     *
     * @param closed opens when the issuer is closed or told another answer: nothing may wait longer
     */
    void send(HttpExchange exchange, CountDownLatch closed)
            throws IOException, InterruptedException;

    /** 200 with this text, whatever it is. */
    static Answer body(String text) {
        return status(200, text);
    }

    /** This status, with an empty JSON object. */
    static Answer status(int status) {
        return status(status, "{}");
    }

    /** This status with this text. */
    static Answer status(int status, String text) {
        return (exchange, closed) -> {
            byte[] bytes = text.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** A redirect. */
    static Answer redirect(int status, String location) {
        return (exchange, closed) -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** No answer at all. */
    static Answer hang() {
        return (exchange, closed) -> closed.await();
    }

    /** Another answer, after a while. */
    static Answer delayed(Duration delay, Answer answer) {
        return (exchange, closed) -> {
            closed.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            answer.send(exchange, closed);
        };
    }

    /** 200 at once, then a byte every tenth of a second, for ever. */
    static Answer slowDrip() {
        return (exchange, closed) -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                do {
                    body.write(' ');
                    body.flush();
                } while (!closed.await(100, TimeUnit.MILLISECONDS));
            }
        };
    }

    /** 200 and then more bytes than anybody should read: up to 64 MiB of blanks. */
    static Answer flood() {
        return (exchange, closed) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(65_536).getBytes(UTF_8);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < 1024; i++) {
                    body.write(blanks);
                }
            }
        };
    }

    /** Promises more bytes than it sends, then ends the connection. */
    static Answer truncated(String text) {
        return (exchange, closed) -> {
            byte[] bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
            exchange.getResponseBody().flush();
            throw new IOException("broken off on purpose");
        };
    }
}
