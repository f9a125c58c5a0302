package dev.imprimatur.web.index;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** What a proxy may let through, by the address that it passes on. */
@ServiceTest
class ForwardAuthAddressTests {

    private static final String HOST = "files.test";

    @LocalServerPort private int port;
    private Publishing publishing;
    private ServiceClient client;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        client = publishing.client();
    }

    @Test
    void theProjectInTheAddressDecides() {
        String token = tokenFor(publishing.project());

        assertThat(ask(token, original("/files/" + publishing.project() + "/x")).statusCode())
                .isEqualTo(204);
        assertThat(code(ask(token, original("/files/other/x")))).isEqualTo("wrong-project");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#/../other/x", "/x#", "#"})
    void anAddressWithAFragmentHasNoProject(String rest) {
        String token = tokenFor(publishing.project());

        HttpResponse<String> response =
                ask(token, original("/files/" + publishing.project() + rest));

        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    void ofTwoAddressesNoneIsBelieved() {
        String token = tokenFor(publishing.project());

        HttpRequest.Builder twice =
                original("/files/" + publishing.project() + "/x")
                        .header("X-Original-URI", "/files/other/x");

        assertThat(ask(token, twice).statusCode()).isEqualTo(403);
    }

    @Test
    void ofTwoProjectsNoneIsBelieved() {
        publishing.publisher();
        String token = publishing.uploadToken();

        HttpRequest.Builder once =
                client.to("/_/authorize/pypi")
                        .header("X-Imprimatur-Project", publishing.project())
                        .header("Authorization", "Bearer " + token);
        assertThat(client.send(once.copy()).statusCode()).isEqualTo(204);
        assertThat(client.send(once.copy().header("X-Imprimatur-Project", "other")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void manyProjectsWithLongNamesAreAllNamed() {
        for (int i = 0; i < 60; i++) {
            publishing.publisher(publishing.project("x".repeat(150) + i), Map.of());
        }

        HttpResponse<String> response =
                ask(publishing.uploadToken(), client.to("/_/authorize/pypi"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(response.headers().firstValue("X-Imprimatur-Projects").orElseThrow().split(","))
                .hasSize(60);
    }

    @Test
    void anAddressThatLooksLikeThatOfAToolIsStillForUploads() {
        String token = tokenFor(publishing.project());

        HttpRequest.Builder upload =
                client.to(
                        "/_/authorize/files/files/" + publishing.project() + "/-/package/x/trust");

        assertThat(ask(token, upload.PUT(HttpRequest.BodyPublishers.noBody())).statusCode())
                .isEqualTo(204);
    }

    private HttpRequest.Builder original(String uri) {
        return client.to("/_/authorize/files").header("X-Original-URI", uri);
    }

    private HttpResponse<String> ask(String token, HttpRequest.Builder request) {
        return client.send(request.header("Authorization", "Bearer " + token));
    }

    private String tokenFor(String project) {
        assertThat(
                        publishing
                                .register("files", project, "test-ci", publishing.fields())
                                .statusCode())
                .isEqualTo(201);
        String body =
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of("token", publishing.job().claim("aud", HOST).text()));
        return Publishing.tokenOf(
                client.send(
                        client.to("/_/oidc/mint-token")
                                .header("Host", HOST)
                                .POST(HttpRequest.BodyPublishers.ofString(body))));
    }
}
