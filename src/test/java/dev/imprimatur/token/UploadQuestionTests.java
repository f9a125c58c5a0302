package dev.imprimatur.token;

import static dev.imprimatur.Publishing.code;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** How an index asks: who it is, in what form the token comes, what cannot be understood. */
@ServiceTest
class UploadQuestionTests {

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "bearer %s", "Token %s", "%s", "Basic __token__"})
    void theTokenIsReadOutOfWhateverTheClientSent(String form) {
        publishing.publisher();
        String token = publishing.uploadToken();
        String header =
                form.equals("Basic __token__")
                        ? "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("__token__:" + token).getBytes(US_ASCII))
                        : form.formatted(token);

        HttpResponse<String> response =
                publishing.ask(Map.of("authorization", header, "project", publishing.project()));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(ServiceClient.json(response).has("version")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Negotiate abc", "Basic !!", "Basic bm9jb2xvbg==", "", "Bearer", "x y z"})
    void whatCannotBeATokenIsAnUnknownOne(String header) {
        HttpResponse<String> response =
                publishing.ask(Map.of("authorization", header, "project", publishing.project()));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(code(response)).isEqualTo("unknown-token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"token\": \"x\"}",
                "{\"token\": \"x\", \"project\": \"\"}",
                "{\"token\": \"x\", \"project\": \"../x\"}",
                "{\"token\": 1, \"project\": \"x\"}",
                "{\"token\": \"x\", \"authorization\": \"x\", \"project\": \"x\"}",
                "{\"token\": \"x\", \"project\": \"x\", \"sha256\": \"abc\"}",
                "{\"token\": \"x\", \"project\": \"x\", \"version\": 1}",
                "{\"token\": \"x\", \"project\": \"x\", \"version\": \"\\u0000\"}",
                "{\"token\": \"x\", \"project\": \"x\", \"filename\": \"\\ud800\"}",
                "{\"token\": \"x\", \"project\": \"x\", \"fielname\": \"y\"}",
                "{\"token\": \"x\", \"project\": \"x\"} trailing",
                "nonsense"
            })
    @DisplayName("Hazard 25: text that PostgreSQL refuses")
    void aRequestThatCannotBeUnderstoodIsTheIndexesMistake(String body) {
        HttpResponse<String> response =
                publishing
                        .client()
                        .asIndex("pypi", Publishing.INDEX_SECRET)
                        .post("/_/api/v1/indexes/pypi/uploads", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(code(response)).isNotBlank();
    }

    @Test
    void anIndexCannotAskForAnother() {
        HttpResponse<String> response =
                publishing
                        .client()
                        .asIndex("pypi", Publishing.INDEX_SECRET)
                        .post("/_/api/v1/indexes/other/uploads", "{}");

        assertThat(response.statusCode()).isIn(403, 404);
    }

    @Test
    void anIndexMustSayWhoItIs() {
        HttpResponse<String> wrong =
                publishing
                        .client()
                        .asIndex("pypi", "not-the-secret-of-this")
                        .post("/_/api/v1/indexes/pypi/uploads", "{}");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
        assertThat(code(wrong)).isEqualTo("unauthenticated");
    }
}
