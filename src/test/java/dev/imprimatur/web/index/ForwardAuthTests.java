package dev.imprimatur.web.index;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
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

/** What a proxy is told about a request that it holds back. */
@ServiceTest
class ForwardAuthTests {

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST", "DELETE", "MKCOL"})
    void aTokenOpensTheWayForAnyMethod(String method) {
        publishing.publisher();
        String token = publishing.uploadToken();

        HttpResponse<String> response =
                ask(
                        request("pypi", token)
                                .header("X-Imprimatur-Project", publishing.normalized())
                                .method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(response.headers().firstValue("X-Imprimatur-Projects"))
                .hasValue(publishing.project());
        assertThat(response.headers().firstValueAsLong("X-Imprimatur-Upload-Token-Id")).isPresent();
    }

    @Test
    void withoutAProjectTheAnswerNamesAllOfTheToken() {
        publishing.publisher();
        publishing.publisher(publishing.project("b"), Map.of());

        HttpResponse<String> response = ask(request("pypi", publishing.uploadToken()));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("X-Imprimatur-Projects"))
                .hasValue(publishing.project() + "," + publishing.project("b"));
    }

    @Test
    void anotherProjectIsClosed() {
        publishing.publisher();

        HttpResponse<String> response =
                ask(
                        request("pypi", publishing.uploadToken())
                                .header("X-Imprimatur-Project", publishing.project("b")));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(code(response)).isEqualTo("wrong-project");
    }

    @Test
    void withoutATokenTheClientIsAskedForOne() {
        for (HttpRequest.Builder request :
                List.of(
                        publishing.client().to("/_/authorize/pypi"),
                        publishing.client().to("/_/authorize/pypi").header("Authorization", "x"))) {
            HttpResponse<String> response = ask(request);

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic");
            assertThat(code(response)).isEqualTo("unauthenticated");
        }
    }

    @Test
    void ofTwoTokensNoneIsBelieved() {
        publishing.publisher();

        HttpResponse<String> response =
                ask(request("pypi", publishing.uploadToken()).header("Authorization", "Bearer x"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(code(response)).isEqualTo("unauthenticated");
    }

    @Test
    void anIndexThatIsNotConfiguredIsNotFound() {
        assertThat(ask(request("nowhere", "x")).statusCode()).isEqualTo(404);
    }

    @Test
    void aTokenOfAnotherIndexIsClosed() {
        publishing.publisher();

        HttpResponse<String> response = ask(request("other", publishing.uploadToken()));

        assertThat(code(response)).isEqualTo("wrong-index");
    }

    @Test
    void ofManyRequestsWithASingleUseTokenOneGetsThrough() {
        publishing.publisher();
        String token = publishing.singleUseToken();

        List<HttpResponse<String>> responses = Together.run(16, () -> ask(request("pypi", token)));

        assertThat(responses).filteredOn(r -> r.statusCode() == 204).hasSize(1);
        assertThat(responses)
                .filteredOn(r -> r.statusCode() != 204)
                .allSatisfy(r -> assertThat(code(r)).isEqualTo("consumed-token"));
        assertThat(code(publishing.upload(token))).isEqualTo("consumed-token");
    }

    @Test
    void aPublisherThatIsBoundToTheVersionGivesNoRightHere() {
        publishing.publisher(publishing.project(), Map.of("ref", "refs/tags/v{version}"));

        HttpResponse<String> response = ask(request("pypi", publishing.uploadToken()));

        assertThat(code(response)).isEqualTo("version-mismatch");
    }

    @Test
    void everyAnswerAboutATokenOfOursIsAnEvent() {
        publishing.publisher();
        ask(
                request("pypi", publishing.uploadToken())
                        .header("X-Imprimatur-Project", publishing.project()));

        ask(request("pypi", publishing.uploadToken()));

        assertThat(publishing.events().getFirst().path("type").asString())
                .isEqualTo("upload-authorized");
        assertThat(publishing.events().getFirst().path("detail").path("by").asString())
                .isEqualTo("forward-auth");
    }

    @Test
    void whereThereIsAPatternTheOriginalPathDecides() {
        String token = tokenForFiles();
        String own = "/files/" + publishing.project() + "/1.0/file";

        for (String header : List.of("X-Original-URI", "X-Forwarded-Uri")) {
            assertThat(ask(request("files", token).header(header, own + "?query")).statusCode())
                    .isEqualTo(204);
        }
        assertThat(ask(request("files" + own, token)).statusCode()).isEqualTo(204);
    }

    @Test
    void whereThereIsAPatternTheClientCannotSayAnotherProject() {
        String token = tokenForFiles();
        String own = "/files/" + publishing.project() + "/x";
        String theirs = "/files/theirs/x";

        for (HttpRequest.Builder request :
                List.of(
                        request("files", token).header("X-Original-URI", theirs),
                        request("files", token)
                                .header("X-Forwarded-Uri", theirs)
                                .header("X-Original-URI", own),
                        request("files", token)
                                .header("X-Original-URI", theirs)
                                .header("X-Imprimatur-Project", publishing.project()),
                        request("files", token)
                                .header("X-Imprimatur-Project", publishing.project()),
                        request("files" + theirs, token).header("X-Original-URI", own),
                        request("files", token).header("X-Original-URI", own + "/../../theirs/x"),
                        request("files", token)
                                .header("X-Original-URI", own + "/%2e%2e/%2e%2e/theirs/x"),
                        request("files", token).header("X-Original-URI", "/elsewhere"),
                        request("files", token))) {
            HttpResponse<String> response = ask(request);

            assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
            assertThat(code(response)).isEqualTo("wrong-project");
        }
    }

    private String tokenForFiles() {
        HttpResponse<String> registered =
                publishing.register("files", publishing.project(), "test-ci", publishing.fields());
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
        return Publishing.tokenOf(
                publishing
                        .client()
                        .send(
                                publishing
                                        .client()
                                        .to("/_/oidc/mint-token")
                                        .header("Host", "files.test")
                                        .POST(
                                                BodyPublishers.ofString(
                                                        "{\"token\":\"%s\"}"
                                                                .formatted(
                                                                        publishing
                                                                                .job()
                                                                                .claim(
                                                                                        "aud",
                                                                                        "files.test")
                                                                                .text())))));
    }

    private HttpRequest.Builder request(String index, String token) {
        return publishing.client().with("Bearer " + token).to("/_/authorize/" + index);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) {
        return new ServiceClient(port).send(request);
    }
}
