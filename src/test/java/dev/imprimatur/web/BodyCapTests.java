package dev.imprimatur.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.ServiceTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
@DisplayName("Hazard 26: size before authentication")
class BodyCapTests {

    @LocalServerPort private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_/oidc/mint-token",
                "/_/api/v1/api-tokens",
                "/_/nothing",
                "/.well-known/x",
                "/api/x",
                "/-/x",
                "/%5F/oidc/mint-token"
            })
    void aBodyThatSaysItIsTooLongIsRefusedBeforeItIsSent(String path) {
        RawHttp.Answer answer =
                RawHttp.send(
                        port,
                        "POST %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
                                .formatted(path, BodyCapFilter.CAP + 1));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
        ProblemFormat.check(answer.header("Content-Type").orElse(""), answer.body());
    }

    @Test
    void aChunkedBodyIsRefusedOnceItGoesBeyondTheCap() {
        assertThat(chunked(BodyCapFilter.CAP + 1).status()).isEqualTo(413);
    }

    @Test
    void aChunkedBodyUpToTheCapIsRead() {
        // It is read, and found to hold nothing.
        assertThat(chunked(BodyCapFilter.CAP).status()).isEqualTo(400);
    }

    @Test
    void aMultipartBodyIsNoWayAroundTheCap() {
        String body =
                "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n"
                        + "x".repeat(BodyCapFilter.CAP)
                        + "\r\n--b--\r\n";
        RawHttp.Answer answer =
                RawHttp.send(
                        port,
                        "POST /_/oauth2/introspect HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=b\r\nAuthorization: Basic cHlwaTppbmRleC1zZWNyZXQtZm9yLXRlc3Rz\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n%s\r\n0\r\n\r\n"
                                .formatted(Integer.toHexString(body.length()), body));

        assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
        ProblemFormat.check(answer.header("Content-Type").orElse(""), answer.body());
    }

    @Test
    void otherPathsAreNotOurs() {
        RawHttp.Answer answer =
                RawHttp.send(
                        port,
                        "POST /legacy/x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(
                                        BodyCapFilter.CAP + 1, "x".repeat(BodyCapFilter.CAP + 1)));

        assertThat(answer.status()).isEqualTo(404);
    }

    private RawHttp.Answer chunked(int size) {
        StringBuilder body = new StringBuilder();
        String chunk = " ".repeat(1024);
        for (int sent = 0; sent < size; sent += chunk.length()) {
            String next = chunk.substring(0, Math.min(chunk.length(), size - sent));
            body.append(Integer.toHexString(next.length()))
                    .append("\r\n")
                    .append(next)
                    .append("\r\n");
        }
        return RawHttp.send(
                port,
                "POST /_/api/v1/api-tokens HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\n%s0\r\n\r\n"
                        .formatted(AdminApiToken.TEXT, body));
    }
}
