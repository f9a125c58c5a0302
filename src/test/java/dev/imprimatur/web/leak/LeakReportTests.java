package dev.imprimatur.web.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestReporter;
import dev.imprimatur.account.LeakedApiTokens;
import dev.imprimatur.secret.Secret;
import dev.imprimatur.secret.SecretFormat;
import dev.imprimatur.token.LeakedUploadTokens;
import dev.imprimatur.web.ProblemFormat;
import dev.imprimatur.web.Problems;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class LeakReportTests {

    private static final String URL = "https://code.example/blob/12345/release.log";
    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort private int port;
    @Autowired private LeakedUploadTokens uploadTokens;
    @Autowired private LeakedApiTokens apiTokens;
    @Autowired private Problems problems;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        publishing.publisher();
    }

    private static Map<String, String> match(String token) {
        return Map.of("token", token, "type", "imprimatur_token", "url", URL, "source", "content");
    }

    private HttpResponse<String> report(List<?> matches) {
        return TestReporter.report(publishing.client(), JSON.writeValueAsString(matches));
    }

    private static String label(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ServiceClient.json(answer).path(0).path("label").asString();
    }

    private List<String> eventTypes() {
        return publishing.events().stream().map(event -> event.path("type").asString()).toList();
    }

    @Test
    void aLeakedUploadTokenIsRevokedAndToldOfWithoutItsText(CapturedOutput output) {
        String token = publishing.uploadToken();

        HttpResponse<String> answer = report(List.of(match(token)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(ServiceClient.json(answer))
                .isEqualTo(
                        JSON.valueToTree(
                                List.of(
                                        Map.of(
                                                "token_hash",
                                                HexFormat.of()
                                                        .formatHex(
                                                                Secret.sha256(
                                                                        token.getBytes(UTF_8))),
                                                "token_type",
                                                "imprimatur_token",
                                                "label",
                                                "true_positive"))));
        assertThat(Publishing.code(publishing.upload(token))).isEqualTo("revoked-token");
        assertThat(eventTypes())
                .startsWith("upload-refused", "token-revoked", "token-leaked", "token-minted");
        JsonNode leaked = publishing.events().get(2).path("detail");
        assertThat(leaked.path("url").asString()).isEqualTo(URL);
        assertThat(leaked.path("source").asString()).isEqualTo("content");
        assertThat(leaked.path("reporter").asString()).isEqualTo(TestReporter.KEY_ID);
        assertThat(leaked.path("upload_token").isNumber()).isTrue();
        assertThat(answer.body() + publishing.events() + output.getAll()).doesNotContain(token);
    }

    @Test
    void aReportThatComesAgainChangesNothingMore() {
        String token = publishing.uploadToken();
        report(List.of(match(token)));
        List<String> before = eventTypes();

        assertThat(label(report(List.of(match(token), match(token))))).isEqualTo("true_positive");

        assertThat(eventTypes()).isEqualTo(before);
    }

    @Test
    void oneThatWasBurntBeforeItWasFoundIsToldOfAllTheSame() {
        String token = publishing.uploadToken();
        publishing.post("/_/oidc/burn-token", JSON.writeValueAsString(Map.of("token", token)));

        assertThat(label(report(List.of(match(token))))).isEqualTo("true_positive");

        assertThat(eventTypes()).startsWith("token-leaked", "token-revoked", "token-minted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "imp-%s", "'%s'", "https://__token__:pypi-%s@packages.test/"})
    void aTokenIsFoundWithWhateverTheScannerTookForItsBeginning(String found) {
        String token = publishing.uploadToken();
        String withoutPrefix = token.substring("pypi-".length());

        assertThat(label(report(List.of(match(found.formatted(withoutPrefix))))))
                .isEqualTo("true_positive");

        assertThat(Publishing.code(publishing.upload(token))).isEqualTo("revoked-token");
    }

    @Test
    void aLeakedApiTokenIsRemovedAndToldOf() {
        ServiceClient admin = publishing.client().asAdmin();
        JsonNode created =
                ServiceClient.json(
                        admin.post("/_/api/v1/api-tokens", "{\"name\": \"leaked-in-a-test\"}"));
        String token = created.path("token").asString();
        ServiceClient holder = publishing.client().with("Bearer " + token);
        assertThat(holder.get("/_/api/v1/providers").statusCode()).isEqualTo(200);

        HttpResponse<String> answer = report(List.of(match(token)));
        HttpResponse<String> again = report(List.of(match(token)));

        assertThat(label(answer)).isEqualTo("true_positive");
        assertThat(label(again)).isEqualTo("true_positive");
        assertThat(holder.get("/_/api/v1/providers").statusCode()).isEqualTo(401);
        JsonNode leaked = only(admin, "api-token-leaked", created.path("id").asInt());
        assertThat(leaked.path("detail").path("name").asString()).isEqualTo("leaked-in-a-test");
        assertThat(leaked.path("detail").path("url").asString()).isEqualTo(URL);
        JsonNode removed = only(admin, "api-token-removed", created.path("id").asInt());
        assertThat(removed.path("detail").has("url")).isFalse();
        assertThat(answer.body() + leaked + removed).doesNotContain(token);
    }

    private static JsonNode only(ServiceClient admin, String type, int id) {
        List<JsonNode> events =
                ServiceClient.json(admin.get("/_/api/v1/events?type=" + type))
                        .path("items")
                        .valueStream()
                        .filter(event -> event.path("detail").path("id").asInt() == id)
                        .toList();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    @Test
    void whatIsNoTokenOfOursIsAFalsePositiveAndKeepsNoOtherAlive() {
        String token = publishing.uploadToken();
        String unknown = new SecretFormat("imp_").generate("pypi-").reveal();

        HttpResponse<String> answer =
                report(
                        List.of(
                                match("no token"),
                                match(unknown),
                                match(new SecretFormat("impa_").generate("").reveal()),
                                match("\0\ud800"),
                                "no match",
                                Map.of("token", 1),
                                Map.of("token", token, "url", 1, "type", List.of())));

        assertThat(ServiceClient.json(answer).valueStream().map(it -> it.path("label").asString()))
                .containsExactly(
                        "false_positive",
                        "false_positive",
                        "false_positive",
                        "false_positive",
                        "true_positive");
        assertThat(Publishing.code(publishing.upload(token))).isEqualTo("revoked-token");
    }

    @Test
    void anAddressWithTheTokenInItOrWithAnythingElseIsMadeFitToBeShown() {
        String token = publishing.uploadToken();
        String address = "https://code.example/\0\n\ud800" + token + "/" + "x".repeat(3000);

        label(report(List.of(Map.of("token", token, "type", "t", "url", address, "source", "é"))));

        JsonNode leaked = publishing.events().get(1).path("detail");
        assertThat(leaked.path("url").asString())
                .startsWith("https://code.example/???[secret]/xxx")
                .hasSize(2000);
        assertThat(leaked.path("source").asString()).isEqualTo("?");
    }

    @Test
    void whoeverIsNotAReporterIsRefusedAndNothingHappens() {
        String token = publishing.uploadToken();
        String body = JSON.writeValueAsString(List.of(match(token)));
        String good = TestReporter.sign(body);
        ServiceClient client = publishing.client();
        byte[] bytes = Base64.getDecoder().decode(good);
        bytes[bytes.length - 1] ^= 1;

        for (HttpResponse<String> answer :
                List.of(
                        client.post("/_/secrets/disclose-token", body),
                        TestReporter.report(client, "another-key", good, body),
                        TestReporter.report(client, TestReporter.KEY_ID, "", body),
                        TestReporter.report(client, TestReporter.KEY_ID, "%%%", body),
                        TestReporter.report(client, TestReporter.KEY_ID, "AAAA", body),
                        TestReporter.report(client, TestReporter.KEY_ID, "A".repeat(5000), body),
                        TestReporter.report(
                                client,
                                TestReporter.KEY_ID,
                                Base64.getEncoder().encodeToString(bytes),
                                body),
                        TestReporter.report(client, TestReporter.KEY_ID, good, body + " "),
                        TestReporter.report(
                                client,
                                TestReporter.KEY_ID,
                                TestReporter.sign(TestReporter.newKey("secp256r1"), body),
                                body))) {
            ProblemFormat.check(answer, 403, "forbidden");
        }
        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
        assertThat(eventTypes()).doesNotContain("token-leaked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[", "[] []", "null", "\"x\""})
    void aReportThatIsNoArrayIsRefused(String body) {
        ProblemFormat.check(TestReporter.report(publishing.client(), body), 422, "invalid-request");
    }

    @Test
    void withoutAConfiguredKeyThereIsNothingAtThisAddress() throws IOException {
        LeakController unconfigured =
                new LeakController(
                        new LeakKeys(new LeaksProperties(null)), uploadTokens, apiTokens, problems);

        assertThat(unconfigured.disclose(new MockHttpServletRequest()).getStatusCode().value())
                .isEqualTo(404);
    }
}
