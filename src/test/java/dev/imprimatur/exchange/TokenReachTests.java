package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static dev.imprimatur.Publishing.description;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

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
    void whatAPublisherLacksIsToldToItsOwnProjectAlone() {
        publishing.publisher();
        String other = publishing.project("b");
        publishing.publisher(other, Map.of("environment", "only-b-knows"));

        HttpResponse<String> response =
                publishing.mint(publishing.job().text(), Map.of("projects", List.of(other)));

        assertThat(code(response)).isEqualTo("invalid-scope");
        assertThat(description(response)).contains("only-b-knows");
        assertThat(refusals(publishing.project())).isEmpty();
        assertThat(refusals(other))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.at("/detail/field").asString())
                                    .isEqualTo("environment");
                            assertThat(event.at("/detail/code").asString())
                                    .isEqualTo("invalid-scope");
                        });
    }

    /** An npm client asks for one package after the other with what its job has. */
    @Test
    void oneTokenThatIsRefusedForTwoProjectsIsToldToBoth() {
        publishing.publisher();
        TestToken job = publishing.job();
        for (String suffix : List.of("b", "c")) {
            publishing.publisher(publishing.project(suffix), Map.of("environment", "release"));
            for (int again = 0; again < 2; again++) {
                publishing.mint(
                        job.text(), Map.of("projects", List.of(publishing.project(suffix))));
            }
        }

        assertThat(refusals(publishing.project("b"))).hasSize(1);
        assertThat(refusals(publishing.project("c"))).hasSize(1);
    }

    @Test
    @DisplayName("Hazard 20: mutable names")
    void whoTookOverANameOfAPublisherThatWasAskedForIsSeenByItsOwners() {
        String other = publishing.project("b");
        publishing.publisher(other, Map.of());
        publishing.uploadToken();
        publishing.publisher();

        TestToken successor =
                publishing.job().claim("repository_id", "99").claim("repository_owner_id", "98");
        HttpResponse<String> response =
                publishing.mint(successor.text(), Map.of("projects", List.of(other)));

        assertThat(code(response)).isEqualTo("invalid-scope");
        assertThat(
                        publishing
                                .client()
                                .asAdmin()
                                .get("/_/api/v1/events?index=pypi&project=" + other)
                                .body())
                .contains("pin-mismatch");
    }

    @Test
    @DisplayName("Hazard 34: opaque refusals")
    void thatAProjectThatWasAskedForIsBlockedIsSaid() {
        publishing.publisher();
        String other = publishing.project("b");
        publishing.publisher(other, Map.of());
        publishing
                .client()
                .asAdmin()
                .put(
                        "/_/api/v1/indexes/pypi/projects/" + other,
                        "{\"blocked_reason\": \"Under investigation\"}");

        HttpResponse<String> response =
                publishing.mint(publishing.job().text(), Map.of("projects", List.of(other)));

        assertThat(code(response)).isEqualTo("invalid-scope");
        assertThat(description(response)).contains("blocked").contains("Under investigation");
        assertThat(refusals(publishing.project())).isEmpty();
        assertThat(refusals(other)).hasSize(1);
    }

    private List<JsonNode> refusals(String project) {
        HttpResponse<String> events =
                publishing.client().asAdmin().get("/_/api/v1/events?index=pypi&project=" + project);
        return ServiceClient.json(events)
                .path("items")
                .valueStream()
                .filter(event -> event.path("type").asString("").equals("exchange-refused"))
                .toList();
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
