package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Discovery and exchange by PEP 807. */
@ServiceTest
class Pep807Tests {

    private static final String DISCOVER = "/.well-known/pytp?discover=";

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    void anIndexIsDiscoveredByTheHostAndPathOfItsUploadUrl() {
        HttpResponse<String> response = get(DISCOVER + "%2Fother%2Flegacy%2F");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        """
                        {"audience-endpoint":"https://packages.test/_/oidc/other/audience",\
                        "token-mint-endpoint":"https://packages.test/_/oidc/other/mint-token",\
                        "features":["single-use-token","multi-use-token"],\
                        "default-features":["multi-use-token"]}""");
    }

    @Test
    void theDiscoveredEndpointsMint() {
        publishing.register("other", publishing.project(), "test-ci", publishing.fields());
        JsonNode found = ServiceClient.json(get(DISCOVER + "%2Fother%2Flegacy%2F"));

        String audience =
                ServiceClient.json(get(path(found, "audience-endpoint")))
                        .path("audience")
                        .asString();
        HttpResponse<String> minted =
                post(
                        path(found, "token-mint-endpoint"),
                        publishing.job().claim("aud", audience).text());

        assertThat(audience).isEqualTo("packages.test/other");
        assertThat(minted.statusCode()).as(minted.body()).isEqualTo(200);
    }

    @Test
    void theMintEndpointOfAnIndexTakesNoAudienceButItsOwn() {
        HttpResponse<String> response = post("/_/oidc/other/mint-token", publishing.job().text());

        assertThat(code(response)).isEqualTo("invalid-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%2F", "%2Flegacy", "%2Fother%2Flegacy%2F%2F", "%2FLEGACY%2F"})
    void aPathThatIsNoIndexesIsNotFound(String path) {
        HttpResponse<String> response = get(DISCOVER + path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(code(response)).isEqualTo("not-found");
    }

    @Test
    void anIndexOfAnotherEcosystemIsNotFound() {
        HttpResponse<String> response =
                publishing
                        .client()
                        .send(
                                publishing
                                        .client()
                                        .to(DISCOVER + "%2Fapi%2Fv1%2Fcrates%2Fnew")
                                        .header("Host", "crates.test"));

        assertThat(response.statusCode()).isEqualTo(404);
    }

    @Test
    void withoutAPathNothingCanBeDiscovered() {
        HttpResponse<String> response = get("/.well-known/pytp");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("bad-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/*",
                "application/vnd.pypi.pytp.v1+json",
                "text/html, application/json;q=0.5",
                "application/json; charset=utf-8"
            })
    void theseMediaTypesAreServed(String accept) {
        assertThat(get(DISCOVER + "%2Flegacy%2F", accept).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xml",
                "application/json;q=0",
                "application/vnd.pypi.pytp.v2+json",
                "nonsense"
            })
    void anyOtherIsNotAcceptable(String accept) {
        for (String path : new String[] {DISCOVER + "%2Flegacy%2F", "/_/oidc/pypi/audience"}) {
            HttpResponse<String> response = get(path, accept);

            assertThat(response.statusCode()).isEqualTo(406);
            assertThat(code(response)).isEqualTo("not-acceptable");
        }
    }

    private HttpResponse<String> get(String path) {
        return publishing.client().send(publishing.onHost(path));
    }

    private HttpResponse<String> get(String path, String accept) {
        return publishing.client().send(publishing.onHost(path).header("Accept", accept));
    }

    private HttpResponse<String> post(String path, String token) {
        return publishing.post(path, "{\"token\":\"%s\"}".formatted(token));
    }

    private static String path(JsonNode found, String member) {
        return URI.create(found.path(member).asString()).getPath();
    }
}
