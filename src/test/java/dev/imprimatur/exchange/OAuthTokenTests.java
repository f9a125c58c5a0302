package dev.imprimatur.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** OAuth 2.0 Token Exchange (RFC 8693) and its metadata (RFC 8414). */
@ServiceTest
class OAuthTokenTests {

    private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepositoryWithAPublisher() {
        publishing = new Publishing(port);
        publishing.publisher();
    }

    @Test
    void theAnswerIsThatOfTheStandard() {
        HttpResponse<String> response = exchange("packages.test", good());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode body = ServiceClient.json(response);
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder(
                        "access_token", "issued_token_type", "token_type", "expires_in", "scope");
        assertThat(body.path("issued_token_type").asString())
                .isEqualTo("urn:ietf:params:oauth:token-type:access_token");
        assertThat(body.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(body.path("expires_in").intValue()).isBetween(890, 900);
        assertThat(body.path("scope").asString()).isEqualTo(publishing.project());
        assertThat(publishing.upload(body.path("access_token").asString()).statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {ID_TOKEN, "urn:ietf:params:oauth:token-type:jwt"})
    void anIdentityTokenMayBeCalledAnIdTokenOrAJwt(String type) {
        assertThat(exchange("packages.test", with("subject_token_type", type)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aScopeNarrowsTheTokenToTheProjectsThatItNames() {
        publishing.publisher(publishing.project("b"), Map.of());

        HttpResponse<String> whole = exchange("packages.test", good());
        HttpResponse<String> one =
                exchange("packages.test", with("scope", publishing.project("b")));

        assertThat(ServiceClient.json(whole).path("scope").asString())
                .isEqualTo(publishing.project() + " " + publishing.project("b"));
        assertThat(ServiceClient.json(one).path("scope").asString())
                .isEqualTo(publishing.project("b"));
        String token = ServiceClient.json(one).path("access_token").asString();
        assertThat(publishing.upload(token).statusCode()).isEqualTo(403);
        assertThat(publishing.upload(token, publishing.project("b"), "1.0").statusCode())
                .isEqualTo(201);
    }

    @Test
    void aScopeOutOfReachSaysWhatThePublisherOfThatProjectLacks() {
        publishing.publisher(publishing.project("b"), Map.of("workflow", "other.yml"));

        HttpResponse<String> response =
                exchange(
                        "packages.test",
                        with("scope", publishing.project() + " " + publishing.project("b")));

        assertRefused(response, 400, "invalid_scope", "invalid-scope");
        assertThat(Publishing.description(response))
                .contains(publishing.project("b"), "other.yml", "release.yml");
    }

    @Test
    void aScopeThatNobodyRegisteredSaysSo() {
        HttpResponse<String> response =
                exchange("packages.test", with("scope", publishing.project("c")));

        assertRefused(response, 400, "invalid_scope", "invalid-scope");
        assertThat(Publishing.description(response))
                .contains("has no trusted publisher")
                .doesNotContain("nearest publisher");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pypi", "packages.test"})
    void anAudienceMayBeTheIdOrTheAudienceOfTheIndex(String audience) {
        assertThat(exchange("packages.test", with("audience", audience)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aResourceIsTheUploadUrlOfTheIndex() {
        assertThat(
                        exchange("packages.test", with("resource", "https://packages.test/legacy/"))
                                .statusCode())
                .isEqualTo(200);
        assertRefused(
                exchange("packages.test", with("resource", "https://packages.test/other")),
                400,
                "invalid_target",
                "invalid-target");
    }

    @Test
    void anotherIndexThanThatOfTheIdentityTokenIsRefused() {
        assertRefused(
                exchange("packages.test", with("audience", "nothing")),
                400,
                "invalid_target",
                "invalid-target");
        assertRefused(
                exchange("packages.test", with("audience", "other")),
                400,
                "invalid_request",
                "invalid-token");
    }

    @Test
    void anIndexAtAnotherHostIsServedAtItsOwnAndAtTheServices() {
        WayIn.CARGO.trust(publishing);
        Map<String, String> form = good();
        form.put("subject_token", publishing.job().claim("aud", WayIn.CARGO.audience).text());
        assertThat(exchange("crates.test", form).statusCode()).isEqualTo(400);

        assertThat(exchange(WayIn.CARGO.host, form).statusCode()).isEqualTo(200);

        form.put("subject_token", publishing.job().claim("aud", WayIn.CARGO.audience).text());
        assertThat(exchange("packages.test", form).statusCode()).isEqualTo(200);
        assertThat(exchange("nowhere.test", form).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "grant_type,           -, invalid_request, invalid-payload",
                "grant_type,           password, unsupported_grant_type, unsupported-grant-type",
                "subject_token,        -, invalid_request, invalid-payload",
                "subject_token,        nonsense, invalid_request, invalid-payload",
                "subject_token_type,   -, invalid_request, invalid-payload",
                "subject_token_type,   urn:ietf:params:oauth:token-type:saml2, invalid_request,"
                        + " invalid-payload",
                "actor_token,          x, invalid_request, invalid-payload",
                "requested_token_type, urn:ietf:params:oauth:token-type:jwt, invalid_request,"
                        + " invalid-payload",
                "scope,                'a$ b', invalid_scope, invalid-scope"
            })
    void whatIsMissingOrCannotBeHadIsNamed(
            String parameter, String value, String error, String code) {
        HttpResponse<String> response = exchange("packages.test", with(parameter, value));

        assertRefused(response, 400, error, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grant_type", "subject_token", "scope", "audience"})
    void aParameterThatComesTwiceIsRefused(String parameter) {
        HttpResponse<String> response =
                post(
                        "packages.test",
                        "/_/oauth2/token",
                        form(good()) + "&" + parameter + "=x&" + parameter + "=x");

        assertRefused(response, 400, "invalid_request", "invalid-payload");
        assertThat(Publishing.description(response)).contains(parameter);
    }

    @Test
    @DisplayName("Hazard 28: secrets in logs")
    void anIdentityTokenInTheAddressIsRefused() {
        HttpResponse<String> response =
                post("packages.test", "/_/oauth2/token?" + form(good()), "grant_type=x");

        assertRefused(response, 400, "invalid_request", "invalid-payload");
        assertThat(Publishing.description(response)).contains("address");
    }

    @Test
    void aBodyThatIsNoFormIsToldWhatIsWanted() {
        ServiceClient client = publishing.client();
        HttpResponse<String> response =
                client.send(
                        client.to("/_/oauth2/token")
                                .header("Host", "packages.test")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"grant_type\": \"x\"}")));

        assertRefused(response, 400, "invalid_request", "invalid-payload");
        assertThat(Publishing.description(response)).contains("a form");
    }

    @Test
    void parametersThatWeDoNotKnowPass() {
        assertThat(exchange("packages.test", with("client_id", "anything")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theMetadataSayWhereEverythingIs() {
        JsonNode metadata = metadata("packages.test");

        assertThat(metadata.path("issuer").asString()).isEqualTo("https://packages.test/_");
        assertThat(metadata.path("token_endpoint").asString())
                .isEqualTo("https://packages.test/_/oauth2/token");
        assertThat(metadata.path("grant_types_supported").toString())
                .isEqualTo("[\"urn:ietf:params:oauth:grant-type:token-exchange\"]");
        assertThat(metadata.path("token_endpoint_auth_methods_supported").toString())
                .isEqualTo("[\"none\"]");
        assertThat(metadata.path("response_types_supported").isArray()).isTrue();
        assertThat(metadata.path("introspection_endpoint").asString())
                .isEqualTo("https://packages.test/_/oauth2/introspect");
        assertThat(metadata.path("revocation_endpoint").asString())
                .isEqualTo("https://packages.test/_/oauth2/revoke");
    }

    @Test
    void theMetadataOfAHostAreItsOwn() {
        assertThat(metadata("open.test").path("issuer").asString())
                .isEqualTo("https://open.test/_");
        assertThat(get("nowhere.test").statusCode()).isEqualTo(404);
        assertThat(ServiceClient.json(get("nowhere.test")).path("error").asString())
                .isEqualTo("invalid_request");
    }

    /** Whatever an identity token is exchanged at, it has to be asked for with an audience. */
    @ParameterizedTest
    @EnumSource
    void theAudienceOfAnIndexOfAnyKindIsAtItsHostAndAtTheServices(WayIn way) {
        for (String host : new String[] {way.host, "packages.test"}) {
            HttpResponse<String> response =
                    publishing
                            .client()
                            .send(
                                    publishing
                                            .client()
                                            .to("/_/oidc/%s/audience".formatted(way.index))
                                            .header("Host", host));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo("{\"audience\":\"%s\"}".formatted(way.audience));
        }
    }

    private JsonNode metadata(String host) {
        HttpResponse<String> response = get(host);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        return ServiceClient.json(response);
    }

    private HttpResponse<String> get(String host) {
        ServiceClient client = publishing.client();
        return client.send(
                client.to("/.well-known/oauth-authorization-server/_").header("Host", host));
    }

    private Map<String, String> good() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        form.put("subject_token", publishing.job().text());
        form.put("subject_token_type", ID_TOKEN);
        return form;
    }

    private Map<String, String> with(String parameter, String value) {
        Map<String, String> form = good();
        if (value == null) {
            form.remove(parameter);
        } else {
            form.put(parameter, value);
        }
        return form;
    }

    private HttpResponse<String> exchange(String host, Map<String, String> form) {
        return post(host, "/_/oauth2/token", form(form));
    }

    private HttpResponse<String> post(String host, String path, String body) {
        ServiceClient client = publishing.client();
        return client.send(
                client.to(path)
                        .header("Host", host)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static void assertRefused(
            HttpResponse<String> response, int status, String error, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode body = ServiceClient.json(response);
        assertThat(body.path("error").asString()).isEqualTo(error);
        assertThat(body.path("error_description").asString())
                .isEqualTo(Publishing.description(response))
                .isNotBlank();
        assertThat(Publishing.code(response)).isEqualTo(code);
    }
}
