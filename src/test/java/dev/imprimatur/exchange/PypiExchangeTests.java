package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static dev.imprimatur.Publishing.description;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestToken;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** PyPI's own variant of the exchange, as shipping clients call it. */
@ServiceTest
class PypiExchangeTests {

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    void theAudienceEndpointSaysTheAudienceAndNothingElse() {
        HttpResponse<String> response =
                publishing.client().send(publishing.onHost("/_/oidc/audience"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"audience\":\"packages.test\"}");
    }

    @Test
    void anIdentityTokenIsExchangedForAnUploadToken() {
        publishing.publisher();
        Instant before = Instant.now();

        HttpResponse<String> response = publishing.mint(publishing.job());

        JsonNode body = ServiceClient.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(body.propertyNames()).containsExactly("success", "token", "expires");
        assertThat(body.path("success").booleanValue()).isTrue();
        assertThat(body.path("token").asString()).matches("pypi-imp_[0-9A-Za-z]{49}");
        assertThat(body.path("expires").isIntegralNumber()).isTrue();
        assertThat(Instant.ofEpochSecond(body.path("expires").longValue()))
                .isBetween(before.plusSeconds(898), Instant.now().plusSeconds(901));
    }

    @Test
    void theOlderAliasServesEveryProvider() {
        publishing.publisher();

        HttpResponse<String> response =
                publishing.post(
                        "/_/oidc/github/mint-token",
                        "{\"token\":\"%s\"}".formatted(publishing.job().text()));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void anIdentityTokenIsExchangedOnce() {
        publishing.publisher();
        TestToken job = publishing.job();
        publishing.uploadToken(job);

        HttpResponse<String> again = publishing.mint(job);

        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(code(again)).isEqualTo("invalid-reuse-token");
        assertThat(publishing.events())
                .extracting(event -> event.path("detail").path("code").asString(""))
                .contains("invalid-reuse-token");
    }

    @Test
    void aRefusalLeavesTheIdentityTokenUsable() {
        TestToken job = publishing.job();
        assertThat(code(publishing.mint(job))).isEqualTo("invalid-publisher");

        publishing.publisher();

        assertThat(publishing.mint(job).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("Hazard 12: one jti from two issuers is two tokens")
    void theSameJtiFromTwoIssuersCountsTwice() {
        publishing.publisher();
        publishing.register("pypi", publishing.project(), "second-ci", publishing.fields());
        String jti = "the-same-" + publishing.normalized();

        publishing.uploadToken(publishing.job().claim("jti", jti));

        assertThat(
                        publishing
                                .mint(publishing.job(TestProviders.SECOND).claim("jti", jti))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("Hazard 17: issuers do not share a namespace")
    void identicalClaimsOfAnotherIssuerMatchNoPublisherOfThisOne() {
        publishing.publisher();

        HttpResponse<String> response = publishing.mint(publishing.job(TestProviders.SECOND));

        assertThat(code(response)).isEqualTo("invalid-publisher");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16"
            })
    void theContentTypeIsNotLookedAt(String contentType) {
        publishing.publisher();

        HttpResponse<String> response =
                publishing
                        .client()
                        .send(
                                publishing
                                        .onHost("/_/oidc/mint-token")
                                        .header("Content-Type", contentType)
                                        .POST(body(publishing.job())));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void whatClientsSendBesidesIsNotLookedAt() {
        publishing.publisher();

        HttpResponse<String> response =
                publishing
                        .client()
                        .send(
                                publishing
                                        .onHost("/_/oidc/mint-token")
                                        .header("Accept", "text/html,application/xhtml+xml")
                                        .header("Authorization", "Basic anVuazpqdW5r")
                                        .header("Cookie", "session=1; JSESSIONID=2")
                                        .POST(
                                                BodyPublishers.ofString(
                                                        """
                                                        {"audience": "x", "token": "%s", "more": {"a": [1]}}
                                                        """
                                                                .formatted(
                                                                        publishing.job().text()))));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void aChunkedBodyIsRead() {
        publishing.publisher();
        byte[] json =
                "{\"token\":\"%s\"}"
                        .formatted(publishing.job().text())
                        .getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> response =
                publishing
                        .client()
                        .send(
                                publishing
                                        .onHost("/_/oidc/mint-token")
                                        .POST(
                                                BodyPublishers.ofInputStream(
                                                        () -> new ByteArrayInputStream(json))));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"token\": 1}",
                "{\"token\": null}",
                "{\"token\": \"\"}",
                "{\"token\": \"a.b.c\"}",
                "{\"token\": \"a\", \"token\": \"b\"}",
                "{\"token\": \"a\"} {}",
                "not json",
                "{\"token\": \"\\u0000\"}"
            })
    void aBodyWithoutAnIdentityTokenIsRefused(String body) {
        HttpResponse<String> response = publishing.post("/_/oidc/mint-token", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(code(response)).isEqualTo("invalid-payload");
        assertThat(description(response)).isNotBlank();
    }

    @Test
    void anUnknownIssuerIsRefusedWithoutSayingWhichOneItWas() {
        HttpResponse<String> response =
                publishing.mint(publishing.job().claim("iss", "https://issuer.attacker.example"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(code(response)).isEqualTo("invalid-payload");
        assertThat(response.body()).doesNotContain("attacker");
    }

    @Test
    void aHostWithoutAnIndexHasNoExchange() {
        HttpResponse<String> response =
                publishing
                        .client()
                        .send(
                                publishing
                                        .client()
                                        .to("/_/oidc/mint-token")
                                        .header("Host", "elsewhere.test")
                                        .POST(body(publishing.job())));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(code(response)).isEqualTo("not-found");
        assertThat(response.body()).doesNotContain("elsewhere");
    }

    @Test
    @DisplayName("Hazard 34: refusals say why, and nothing before the signature holds")
    void aForgedTokenIsToldNothing() {
        publishing.publisher();
        String forged =
                publishing
                        .job()
                        .claim("workflow_ref", "x")
                        .signedWith(TestProviders.SECOND.signingKey())
                        .header("kid", TestProviders.FIRST.signingKey().getKeyID())
                        .text();

        HttpResponse<String> response = publishing.mint(forged, Map.of());

        assertThat(code(response)).isEqualTo("invalid-token");
        assertThat(response.body())
                .doesNotContain("release.yml", publishing.owner(), publishing.project());
    }

    @Test
    void everyErrorIsOneProblemDocumentThatBothWorldsRead() {
        HttpResponse<String> response = publishing.mint(publishing.job());

        JsonNode body = ServiceClient.json(response);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(body.path("type").asString())
                .isEqualTo("https://packages.test/_/problems/invalid-publisher");
        assertThat(body.path("status").intValue()).isEqualTo(422);
        assertThat(body.path("title").asString()).isEqualTo("No matching trusted publisher");
        assertThat(body.path("message").asString()).isNotBlank();
        assertThat(body.path("detail").asString()).isEqualTo(description(response));
        assertThat(description(response)).matches("[ -~]+");
    }

    private static java.net.http.HttpRequest.BodyPublisher body(TestToken token) {
        return BodyPublishers.ofString("{\"token\":\"%s\"}".formatted(token.text()));
    }
}
