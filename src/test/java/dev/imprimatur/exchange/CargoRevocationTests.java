package dev.imprimatur.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How cargo's credential action ends its token after the job. */
@ServiceTest
class CargoRevocationTests {

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "%s", "bearer %s", "Token %s", "  %s  "})
    void aTokenIsEndedHoweverItIsPresented(String header) {
        String token = token(WayIn.CARGO);
        assertThat(upload(token).statusCode()).isEqualTo(201);

        HttpResponse<String> answer = revoke(header.formatted(token));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(Publishing.code(upload(token))).isEqualTo("revoked-token");
        assertThat(revocations()).containsExactly("holder");
    }

    @Test
    void aTokenIsEndedOnceAndTheSecondTimeIsFine() {
        String token = token(WayIn.CARGO);

        assertThat(revoke("Bearer " + token).statusCode()).isEqualTo(204);
        assertThat(revoke("Bearer " + token).statusCode()).isEqualTo(204);
        assertThat(revocations()).hasSize(1);
    }

    /** Who tries learns nothing, and whoever has a token may end it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer imp_0000000000000000000000000000000000000000000000000",
                "Bearer junk",
                "junk",
                "Basic junk",
                "Bearer",
                "Negotiate imp_x"
            })
    void whatIsNoTokenIsAnsweredTheSame(String header) {
        String token = token(WayIn.CARGO);

        assertThat(revoke(header).statusCode()).isEqualTo(204);
        assertThat(upload(token).statusCode()).isEqualTo(201);
        assertThat(revocations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void withoutATokenThereIsNothingToEnd(String header) {
        HttpResponse<String> answer = revoke(header);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(ServiceClient.json(answer).path("errors").path(0).path("detail").asString())
                .contains("Authorization");
    }

    /** As at every place where tokens are ended by who holds them, nobody asks which index's. */
    @Test
    void theTokenOfAnotherIndexIsEndedToo() {
        String token = token(WayIn.NPM);

        assertThat(revoke("Bearer " + token).statusCode()).isEqualTo(204);
        assertThat(Publishing.code(upload(WayIn.NPM, token))).isEqualTo("revoked-token");
    }

    @Test
    void onAHostWithoutCratesThereIsNoSuchPlace() {
        String token = token(WayIn.CARGO);

        assertThat(
                        publishing
                                .client()
                                .send(
                                        publishing
                                                .client()
                                                .to(WayIn.CARGO.path)
                                                .header("Host", "files.test")
                                                .header("Authorization", token)
                                                .DELETE())
                                .statusCode())
                .isEqualTo(404);
        assertThat(upload(token).statusCode()).isEqualTo(201);
    }

    private String token(WayIn way) {
        way.trust(publishing);
        return way.token(
                way.exchange(publishing, publishing.job().claim("aud", way.audience).text()));
    }

    private HttpResponse<String> revoke(String authorization) {
        HttpRequest.Builder request =
                publishing.client().to(WayIn.CARGO.path).header("Host", WayIn.CARGO.host);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return publishing.client().send(request.DELETE());
    }

    private HttpResponse<String> upload(String token) {
        return upload(WayIn.CARGO, token);
    }

    private HttpResponse<String> upload(WayIn way, String token) {
        return publishing
                .client()
                .asIndex(way.index, way.index + "-index-secret-for-tests")
                .post(
                        "/_/api/v1/indexes/%s/uploads".formatted(way.index),
                        JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of(
                                                "authorization",
                                                token,
                                                "project",
                                                WayIn.project(publishing),
                                                "version",
                                                "1.0.0")));
    }

    /** Who ended tokens of the crate. */
    private List<String> revocations() {
        JsonNode events =
                ServiceClient.json(
                        publishing
                                .client()
                                .asAdmin()
                                .get(
                                        "/_/api/v1/events?index=cargo&project="
                                                + WayIn.project(publishing)));
        return events.path("items")
                .valueStream()
                .filter(event -> event.path("type").asString().equals("token-revoked"))
                .map(event -> event.path("actor").asString())
                .toList();
    }
}
