package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The upload tokens that are good for a project now, as those who look after it see them. */
@ServiceTest
class UploadTokenApiTests {

    @LocalServerPort private int port;

    private Publishing publishing;
    private ServiceClient admin;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        admin = publishing.client().asAdmin();
    }

    @Test
    void aLiveTokenIsShownWithoutItsText() {
        String publisher = publishing.publisher();
        String text = publishing.uploadToken();

        HttpResponse<String> answer = admin.get(path(publishing.project()));

        JsonNode token = ServiceClient.json(answer).at("/items/0");
        assertThat(answer.body()).doesNotContain(text.substring(10));
        assertThat(token.get("provider").stringValue()).isEqualTo("test-ci");
        assertThat(token.get("single_use").booleanValue()).isFalse();
        assertThat(token.at("/publishers/0").longValue()).isEqualTo(Long.parseLong(publisher));
        assertThat(token.at("/claims/repository").stringValue())
                .isEqualTo(publishing.owner() + "/repo");
        assertThat(token.has("jti")).isTrue();
        assertThat(token.has("expires_at")).isTrue();
    }

    @Test
    void aRevokedTokenEndsForAllThatItReached() {
        publishing.publisher();
        publishing.publisher(publishing.project("-b"), Map.of());
        String text = publishing.uploadToken();
        long id = ids(publishing.project()).getFirst();

        assertThat(admin.delete(path(publishing.project("-b")) + "/" + id).statusCode())
                .isEqualTo(204);

        ProblemFormat.check(publishing.upload(text), 403, "revoked-token");
        assertThat(ids(publishing.project())).isEmpty();
        JsonNode event =
                publishing.events().stream()
                        .filter(one -> one.get("type").stringValue().equals("token-revoked"))
                        .findFirst()
                        .orElseThrow();
        assertThat(event.get("actor").stringValue()).startsWith("api-token:");
        assertThat(event.at("/detail/upload_token").longValue()).isEqualTo(id);
        ProblemFormat.check(admin.delete(path(publishing.project()) + "/" + id), 404, "not-found");
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void theTokenOfAnotherProjectIsNotThere() {
        publishing.publisher();
        String text = publishing.uploadToken();
        long id = ids(publishing.project()).getFirst();
        Publishing another = new Publishing(port);
        another.publisher();

        ProblemFormat.check(admin.delete(path(another.project()) + "/" + id), 404, "not-found");

        assertThat(ids(another.project())).isEmpty();
        assertThat(publishing.upload(text).statusCode()).isEqualTo(201);
    }

    @Test
    void whatIsUsedUpIsNotLive() {
        publishing.publisher();
        String text = publishing.singleUseToken();
        assertThat(ids(publishing.project())).hasSize(1);

        publishing.upload(text);

        assertThat(ids(publishing.project())).isEmpty();
    }

    @Test
    void theListIsPaged() {
        publishing.publisher();
        publishing.uploadToken();
        publishing.uploadToken();

        JsonNode first = ServiceClient.json(admin.get(path(publishing.project()) + "?limit=1"));
        JsonNode second =
                ServiceClient.json(
                        admin.get(
                                path(publishing.project())
                                        + "?limit=1&after="
                                        + first.get("next").stringValue()));

        assertThat(
                        List.of(
                                first.at("/items/0/id").longValue(),
                                second.at("/items/0/id").longValue()))
                .isEqualTo(ids(publishing.project()));
        assertThat(second.has("next")).isFalse();
    }

    private List<Long> ids(String project) {
        return ServiceClient.json(admin.get(path(project)))
                .get("items")
                .valueStream()
                .map(item -> item.get("id").longValue())
                .toList();
    }

    private static String path(String project) {
        return Registry.projects("pypi") + "/" + project + "/upload-tokens";
    }
}
