package dev.imprimatur.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.net.http.HttpResponse;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each ecosystem's client is answered when all is well. */
@ServiceTest
class DialectTests {

    private static final Pattern UPLOAD_TOKEN = Pattern.compile("(pypi-)?imp_[0-9A-Za-z]{49}");

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @ParameterizedTest
    @EnumSource
    void everyWayInGivesAnUploadTokenThatNobodyMayStore(WayIn way) {
        HttpResponse<String> response = exchanged(way);

        assertThat(way.token(response)).matches(UPLOAD_TOKEN);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    }

    @Test
    void npmIsAnswered201WithTheTokenAndItsEnd() {
        HttpResponse<String> response = exchanged(WayIn.NPM);

        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode body = ServiceClient.json(response);
        assertThat(body.propertyNames()).containsExactlyInAnyOrder("token", "expires");
        assertThat(body.path("expires").isIntegralNumber()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@scope%2f", "@scope%2F", "@scope/", "%40scope%2f"})
    void aScopedNameMayComeInEverySpelling(String scope) {
        String name = WayIn.project(publishing);
        WayIn.NPM.trust(publishing, "@scope%2f" + name, Map.of());
        String job = publishing.job().claim("aud", WayIn.NPM.audience).text();

        HttpResponse<String> response = WayIn.NPM.exchange(publishing, scope + name, job);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    @Test
    @DisplayName(
            "A token for one package is good for no other, though the job is trusted with both")
    void npmsTokenIsForThePackageThatItWasAskedFor() {
        String name = WayIn.project(publishing);
        WayIn.NPM.trust(publishing);
        WayIn.NPM.trust(publishing, name + "-b", Map.of());
        String job = publishing.job().claim("aud", WayIn.NPM.audience).text();

        String token = WayIn.NPM.token(WayIn.NPM.exchange(publishing, name + "-b", job));

        assertThat(upload(token, name + "-b")).isEqualTo(201);
        assertThat(upload(token, name)).isEqualTo(403);
    }

    private int upload(String token, String project) {
        return publishing
                .client()
                .asIndex("npm", "npm-index-secret-for-tests")
                .post(
                        "/_/api/v1/indexes/npm/uploads",
                        JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of(
                                                "authorization",
                                                "Bearer " + token,
                                                "project",
                                                project)))
                .statusCode();
    }

    @Test
    void cargoIsAnswered200WithTheTokenAlone() {
        HttpResponse<String> response = exchanged(WayIn.CARGO);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ServiceClient.json(response).propertyNames()).containsExactly("token");
    }

    @Test
    void rubygemsIsAnswered201WithAKeyForTheGem() {
        HttpResponse<String> response = exchanged(WayIn.RUBYGEMS);

        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode body = ServiceClient.json(response);
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder(
                        "rubygems_api_key", "name", "scopes", "gem", "expires_at");
        assertThat(body.path("scopes").toString()).isEqualTo("[\"push_rubygem\"]");
        assertThat(body.path("gem").asString()).isEqualTo(WayIn.project(publishing));
        assertThat(body.path("expires_at").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void nugetIsAnswered200WithAnApiKeyAndItsEnd() {
        HttpResponse<String> response = exchanged(WayIn.NUGET);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = ServiceClient.json(response);
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder("tokenType", "expires", "apiKey");
        assertThat(body.path("tokenType").asString()).isEqualTo("ApiKey");
        assertThat(OffsetDateTime.parse(body.path("expires").asString()))
                .isAfter(OffsetDateTime.now(ZoneOffset.UTC));
    }

    private HttpResponse<String> exchanged(WayIn way) {
        way.trust(publishing);
        return way.exchange(publishing, publishing.job().claim("aud", way.audience).text());
    }
}
