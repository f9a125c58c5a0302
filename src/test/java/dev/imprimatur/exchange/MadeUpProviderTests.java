package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static dev.imprimatur.Publishing.description;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A CI system that exists in YAML alone goes the whole way: registered, exchanged, uploaded. */
@ServiceTest
class MadeUpProviderTests {

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aPublisherOfTheMadeUpSystem() {
        publishing = new Publishing(port);
        HttpResponse<String> registered =
                publishing.register(
                        "pypi",
                        publishing.project(),
                        "forge",
                        Map.of("project", publishing.owner(), "pipeline", "release.pipeline"));
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
    }

    @Test
    void itsIdentityTokensAreExchangedAndItsUploadsHaveTheirProvenance() {
        String token = Publishing.tokenOf(publishing.mint(job()));

        JsonNode provenance = ServiceClient.json(publishing.upload(token)).path("provenance");

        assertThat(provenance.path("provider").asString()).isEqualTo("forge");
        assertThat(provenance.path("claims").path("commit").asString()).isEqualTo("abc123");
        assertThat(provenance.path("claims").has("debug")).isFalse();
        assertThat(provenance.path("identity_token").propertyNames()).containsExactly("issuer");
    }

    @Test
    @DisplayName("Hazard 14: no jti at all")
    void itsIdentityTokensCountOnceAlthoughTheyHaveNoId() {
        TestToken job = job();
        String once = job.text();
        Publishing.tokenOf(publishing.mint(once, Map.of()));

        assertThat(code(publishing.mint(once, Map.of()))).isEqualTo("invalid-reuse-token");
    }

    @Test
    void itsRulesRefuse() {
        assertThat(description(publishing.mint(job().claim("debug", true))))
                .contains("Somebody has a shell in this job");
        assertThat(description(publishing.mint(job().claim("pipeline", pipeline("other")))))
                .contains("\"release.pipeline\"", "\"other\"");
        assertThat(code(publishing.mint(job().claim("debug", "true")))).isEqualTo("invalid-token");
    }

    @Test
    void itsFormCanBeDrawnFromTheApi() {
        HttpResponse<String> response =
                publishing.client().asAdmin().get("/_/api/v1/providers/forge");

        assertThat(ServiceClient.json(response).path("fields").valueStream())
                .extracting(field -> field.path("name").asString())
                .containsExactly("project", "pipeline");
    }

    private TestToken job() {
        return TestToken.of(TestProviders.FORGE, Clock.systemUTC())
                .withoutClaim("jti")
                .claim("aud", Publishing.AUDIENCE)
                .claim("forge.example/project", publishing.owner())
                .claim("forge.example/project-id", 42)
                .claim("commit", "abc123")
                .claim("pipeline", pipeline("release.pipeline"))
                .claim("debug", false);
    }

    private String pipeline(String file) {
        return publishing.owner() + "//" + file + "@abc123";
    }
}
