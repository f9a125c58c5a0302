package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** How far an upload token reaches, and what a client can ask for. */
@ServiceTest
class TokenReachTests {

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"single-use-token\", \"multi-use-token\"]",
                "[\"single-use\"]",
                "[1]",
                "\"single-use-token\"",
                "{}"
            })
    void featuresThatCannotBeHadAreRefused(String features) {
        HttpResponse<String> response =
                publishing.post(
                        "/_/oidc/mint-token",
                        "{\"token\":\"%s\",\"features\":%s}"
                                .formatted(publishing.job().text(), features));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(code(response)).isEqualTo("invalid-features");
    }

    @Test
    void aTokenReachesEveryProjectThatTrustsTheJob() {
        publishing.publisher();
        publishing.publisher(publishing.project("b"), Map.of());

        String token = publishing.uploadToken();

        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
        assertThat(publishing.upload(token, publishing.project("b"), "1.0").statusCode())
                .isEqualTo(201);
    }

    @Test
    void aTokenCanBeNarrowedToSomeOfThem() {
        publishing.publisher();
        publishing.publisher(publishing.project("b"), Map.of());

        String token =
                Publishing.tokenOf(
                        publishing.mint(
                                publishing.job().text(),
                                Map.of("projects", List.of(publishing.normalized()))));

        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
        assertThat(code(publishing.upload(token, publishing.project("b"), "1.0")))
                .isEqualTo("wrong-project");
    }

    @Test
    void aTokenCannotBeWidened() {
        publishing.publisher();
        TestToken job = publishing.job();

        HttpResponse<String> response =
                publishing.mint(
                        job.text(),
                        Map.of("projects", List.of(publishing.project(), "somebody-elses")));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(code(response)).isEqualTo("invalid-scope");
        assertThat(response.body()).doesNotContain("somebody-elses");
        assertThat(publishing.events())
                .extracting(event -> event.path("detail").path("code").asString(""))
                .contains("invalid-scope");
        assertThat(publishing.mint(job).statusCode()).isEqualTo(200);
    }

    @Test
    void theAudiencePicksTheIndexOnTheHost() {
        publishing.register("other", publishing.project(), "test-ci", publishing.fields());

        String token = publishing.uploadToken(publishing.job().claim("aud", "packages.test/other"));

        assertThat(code(publishing.upload(token))).isEqualTo("wrong-index");
    }

    @Test
    void anAudienceOfAnIndexOnAnotherHostIsRefused() {
        HttpResponse<String> response =
                publishing.mint(publishing.job().claim("aud", "crates.test"));

        assertThat(code(response)).isEqualTo("invalid-token");
    }

    @Test
    void aBurntTokenIsWorthNothing() {
        publishing.publisher();
        String token = publishing.uploadToken();

        assertThat(burn(token).statusCode()).isEqualTo(202);
        assertThat(code(publishing.upload(token))).isEqualTo("revoked-token");
        assertThat(burn(token).statusCode()).isEqualTo(202);
        assertThat(burn("unknown").statusCode()).isEqualTo(202);
    }

    private HttpResponse<String> burn(String token) {
        return publishing.post("/_/oidc/burn-token", "{\"token\":\"%s\"}".formatted(token));
    }

    @Test
    void anUploadTokenIsUselessForManagementAndForAnotherExchange() {
        publishing.publisher();
        String token = publishing.uploadToken();
        ServiceClient holder = publishing.client().with("Bearer " + token);

        assertThat(holder.get("/_/api/v1/providers").statusCode()).isEqualTo(401);
        assertThat(holder.get("/_/api/v1/indexes/pypi/uploads").statusCode()).isEqualTo(401);
        assertThat(code(publishing.mint(token, Map.of()))).isEqualTo("invalid-payload");
    }
}
