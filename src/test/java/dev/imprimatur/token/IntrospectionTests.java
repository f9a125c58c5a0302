package dev.imprimatur.token;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What introspection and revocation tell an index, and that they agree with the uploads API. */
@ServiceTest
class IntrospectionTests {

    private static final JsonNode INACTIVE =
            tools.jackson.databind.json.JsonMapper.shared().readTree("{\"active\":false}");

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    @DisplayName("Hazard 29: introspection forgets no cause")
    void introspectionAndUploadsAgreeOnEveryCause() {
        String removed = publishing.publisher();
        String single = publishing.singleUseToken();
        publishing.upload(single);
        String revoked = publishing.uploadToken();
        publishing.form("/_/oauth2/revoke", "token=" + revoked);
        String expired = publishing.uploadToken();
        change(expired, "expires_at = now()");
        String switchedOff = publishing.uploadToken();
        change(switchedOff, "provider = 'switched-off'");
        String otherIndex = publishing.uploadToken();
        change(otherIndex, "index_id = 'other'");
        String good = publishing.uploadToken();

        assertThat(publishing.introspect(good).path("active").booleanValue()).isTrue();
        for (String token : List.of(single, revoked, expired, switchedOff, otherIndex, "x")) {
            assertThat(publishing.upload(token).statusCode()).isEqualTo(403);
            assertThat(publishing.introspect(token)).isEqualTo(INACTIVE);
        }
        publishing.removePublisher(publishing.project(), removed);
        assertThat(publishing.introspect(good)).isEqualTo(INACTIVE);
    }

    @Test
    void introspectionOfALiveTokenSaysWhatItIsWorth() {
        publishing.publisher();
        publishing.publisher(publishing.project("b"), Map.of());
        String token = publishing.uploadToken();

        JsonNode active = publishing.introspect(token);

        assertThat(active.propertyNames())
                .containsExactlyInAnyOrder(
                        "active",
                        "token_type",
                        "scope",
                        "exp",
                        "iat",
                        "jti",
                        "sub",
                        "aud",
                        "iss",
                        "projects",
                        "single_use",
                        "provenance");
        assertThat(active.path("projects").valueStream())
                .extracting(JsonNode::asString)
                .containsExactlyInAnyOrder(publishing.project(), publishing.project("b"));
        assertThat(active.path("exp").longValue() - active.path("iat").longValue()).isEqualTo(900);
        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
    }

    @Test
    @DisplayName("Hazard 16: a second path skips a check")
    void introspectionNamesNoProjectWhosePublisherBindsTheVersion() {
        publishing.publisher(publishing.project(), Map.of("ref", "refs/tags/v{version}"));
        assertThat(publishing.introspect(publishing.uploadToken())).isEqualTo(INACTIVE);

        publishing.publisher(publishing.project("b"), Map.of());
        JsonNode active = publishing.introspect(publishing.uploadToken());

        assertThat(active.path("projects").valueStream())
                .extracting(JsonNode::asString)
                .containsExactly(publishing.project("b"));
    }

    @Test
    void aTokenIsNotReadOutOfAnAddress() {
        publishing.publisher();
        String token = publishing.uploadToken();

        for (String path : List.of("/_/oauth2/introspect", "/_/oauth2/revoke")) {
            assertThat(publishing.form(path + "?token=" + token, "").statusCode()).isEqualTo(400);
        }
        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
    }

    @Test
    void introspectionDoesNotConsume() {
        publishing.publisher();
        String token = publishing.singleUseToken();

        publishing.introspect(token);

        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
    }

    @Test
    void revocationIsTheSameForTokensThatAreNotThere() {
        publishing.publisher();
        String token = publishing.uploadToken();

        for (String form : List.of("token=" + token, "token=" + token, "token=unknown")) {
            assertThat(publishing.form("/_/oauth2/revoke", form).statusCode()).isEqualTo(200);
        }
        assertThat(code(publishing.upload(token))).isEqualTo("revoked-token");
        for (String form : List.of("tokn=x", "token=" + token + "&token=x", "")) {
            assertThat(publishing.form("/_/oauth2/revoke", form).statusCode()).isEqualTo(400);
            assertThat(publishing.form("/_/oauth2/introspect", form).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void anIndexCannotRevokeTheTokensOfAnother() {
        publishing.publisher();
        String token = publishing.uploadToken();
        ServiceClient other = publishing.client().asIndex("other", "other-index-secret-for-tests");

        other.send(
                other.to("/_/oauth2/revoke")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("token=" + token)));

        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
    }

    private void change(String token, String assignment) {
        int rows =
                jdbc.sql("UPDATE upload_token SET " + assignment + " WHERE hash = :hash")
                        .param("hash", UploadTokens.read(token).orElseThrow().hash())
                        .update();
        assertThat(rows).isEqualTo(1);
    }
}
