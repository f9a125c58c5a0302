package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What RubyGems' credential action and NuGet's login action send, and what they read of a no. */
@ServiceTest
class CredentialActionTests {

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    void aKeyForSeveralGemsNamesNone() {
        WayIn.RUBYGEMS.trust(publishing);
        WayIn.RUBYGEMS.trust(publishing, WayIn.project(publishing) + "-b", Map.of());

        HttpResponse<String> response =
                WayIn.RUBYGEMS.exchange(
                        publishing, publishing.job().claim("aud", "open.test/gems").text());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(ServiceClient.json(response).propertyNames())
                .containsExactlyInAnyOrder("rubygems_api_key", "name", "scopes", "expires_at");
    }

    @Test
    void rubygemsReadsASentenceInEveryNo() {
        HttpResponse<String> none = rubygems("{}");
        HttpResponse<String> untrusted =
                WayIn.RUBYGEMS.exchange(
                        publishing, publishing.job().claim("aud", "open.test/gems").text());

        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(code(none)).isEqualTo("invalid-payload");
        assertThat(untrusted.statusCode()).isEqualTo(404);
        assertThat(code(untrusted)).isEqualTo("invalid-publisher");
        for (HttpResponse<String> no : List.of(none, untrusted)) {
            JsonNode body = ServiceClient.json(no);
            String sentence = Publishing.description(no);
            assertThat(sentence).isNotBlank();
            assertThat(body.path("error").asString()).isEqualTo(sentence);
            assertThat(body.path("message").asString()).isEqualTo(sentence);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "jwt=x", "{\"jwt\": 1}", "{\"jwt\": null}", "{\"jwt\":"})
    void withoutAnIdentityTokenTheBodyIsNoRequest(String body) {
        assertThat(rubygems(body).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"username\": \"somebody\", \"tokenType\": \"ApiKey\"}",
                "{\"tokenType\": \"ApiKey\"}",
                "{}"
            })
    void nugetNeedsNobodysName(String body) {
        assertThat(nuget("Bearer " + nugetJob(), body).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "tokenType=ApiKey",
                "{\"tokenType\": \"Password\"}",
                "{\"tokenType\": null}",
                "{\"tokenType\": 1}"
            })
    void aBodyThatAsksForNothingWeMakeIs400AndBurnsNothing(String body) {
        String identityToken = nugetJob();

        HttpResponse<String> refused = nuget("Bearer " + identityToken, body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(code(refused)).isEqualTo("invalid-payload");
        assertThat(ServiceClient.json(refused).path("error").asString()).contains("tokenType");
        assertThat(nuget("Bearer " + identityToken, "{}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic eDp4", "x", "Bearer x", "Bearer a.b.c"})
    void withoutAGoodBearerTokenNugetIsAskedForOneWhateverTheBody(String authorization) {
        for (String body : List.of("", "{\"tokenType\": \"ApiKey\"}")) {
            HttpResponse<String> refused = nuget(authorization, body);

            // With a body that says nothing, the body may be what is wrong.
            assertThat(refused.statusCode())
                    .isEqualTo(body.isEmpty() && authorization.matches("Bearer .+") ? 400 : 401);
            assertThat(ServiceClient.json(refused).path("error").asString()).isNotBlank();
            if (refused.statusCode() == 401) {
                assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            }
        }
    }

    private String nugetJob() {
        WayIn.NUGET.trust(publishing);
        return publishing.job().claim("aud", "https://open.test").text();
    }

    private HttpResponse<String> rubygems(String body) {
        return send(
                publishing
                        .client()
                        .to("/api/v1/oidc/trusted_publisher/exchange_token")
                        .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> nuget(String authorization, String body) {
        HttpRequest.Builder request =
                publishing.client().to("/api/v2/token").POST(BodyPublishers.ofString(body));
        return send(
                authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return publishing
                .client()
                .send(
                        request.header("Host", "open.test")
                                .header("Content-Type", "application/json"));
    }
}
