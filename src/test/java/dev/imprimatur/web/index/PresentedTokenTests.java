package dev.imprimatur.web.index;

import static dev.imprimatur.Publishing.code;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** However a client presents its upload token, indexes and proxies are told what it is worth. */
@ServiceTest
class PresentedTokenTests {

    @LocalServerPort private int port;
    private Publishing publishing;
    private String token;

    @BeforeEach
    void aToken() {
        publishing = new Publishing(port);
        publishing.publisher();
        token = publishing.uploadToken();
    }

    /** The header's name, and its value by the token. */
    static Stream<Arguments> clients() {
        return Stream.of(
                client("pypi", "Authorization", it -> basic("__token__:" + it)),
                client("npm", "Authorization", it -> "Bearer " + it),
                client("npm with _auth", "Authorization", it -> basic("anybody:" + it)),
                client("cargo, gem", "Authorization", it -> it),
                client("others", "Authorization", it -> "Token " + it),
                client("nuget", "X-NuGet-ApiKey", it -> it));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clients")
    void forwardAuthIntrospectionAndUploadsUnderstandIt(
            String client, String header, UnaryOperator<String> value) {
        String presented = value.apply(token);

        assertThat(passes(header, presented).statusCode()).isEqualTo(204);
        assertThat(
                        publishing
                                .introspect(URLEncoder.encode(presented, UTF_8))
                                .path("active")
                                .booleanValue())
                .isTrue();
        assertThat(
                        publishing
                                .ask(
                                        Map.of(
                                                "authorization",
                                                presented,
                                                "project",
                                                publishing.project()))
                                .statusCode())
                .isEqualTo(201);
        publishing.form("/_/oauth2/revoke", "token=" + URLEncoder.encode(presented, UTF_8));
        assertThat(passes(header, presented).statusCode()).isEqualTo(403);
    }

    @Test
    void twoHeadersThatSayTheSamePass() {
        assertThat(passes("Authorization", "Bearer " + token, "X-NuGet-ApiKey", token).statusCode())
                .isEqualTo(204);
        assertThat(passes("Authorization", " ", "X-NuGet-ApiKey", token).statusCode())
                .isEqualTo(204);
    }

    @Test
    void ofTwoHeadersThatDisagreeNeitherIsBelieved() {
        String other = publishing.uploadToken(publishing.job());

        for (String second : List.of(other, "x", basic("reader:password"))) {
            for (HttpResponse<String> refused :
                    List.of(
                            passes("Authorization", second, "X-NuGet-ApiKey", token),
                            passes("Authorization", token, "X-NuGet-ApiKey", second),
                            passes("X-NuGet-ApiKey", token, "X-NuGet-ApiKey", second))) {
                assertThat(refused.statusCode()).isEqualTo(401);
                assertThat(code(refused)).isEqualTo("unauthenticated");
            }
        }
    }

    @Test
    void nugetPushesThroughAProxyWithWhatItsLoginActionGot() {
        String id = "Sample.Package" + publishing.normalized().replaceAll("\\D", "");
        ServiceClient client = publishing.client();
        client.asAdmin().put("/_/api/v1/indexes/nuget/projects/" + id, "{}");
        publishing.register("nuget", id, "test-ci", publishing.fields());
        HttpResponse<String> login =
                client.send(
                        client.to("/api/v2/token")
                                .header("Host", "open.test")
                                .header("Content-Type", "application/json")
                                .header(
                                        "Authorization",
                                        "Bearer "
                                                + publishing
                                                        .job()
                                                        .claim("aud", "https://open.test")
                                                        .text())
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"username\": \"a\", \"tokenType\": \"ApiKey\"}")));
        String apiKey = ServiceClient.json(login).path("apiKey").asString();

        HttpResponse<String> push =
                client.send(
                        client.to("/_/authorize/nuget")
                                .header("X-NuGet-ApiKey", apiKey)
                                .header("X-NuGet-Protocol-Version", "4.1.0")
                                .header("X-Imprimatur-Project", id.toLowerCase(ROOT))
                                .PUT(HttpRequest.BodyPublishers.noBody()));

        assertThat(push.statusCode()).as(push.body()).isEqualTo(204);
        assertThat(push.headers().firstValue("X-Imprimatur-Projects")).hasValue(id);
    }

    private HttpResponse<String> passes(String... headers) {
        return publishing
                .client()
                .send(
                        publishing
                                .client()
                                .to("/_/authorize/pypi")
                                .header("X-Imprimatur-Project", publishing.normalized())
                                .headers(headers));
    }

    private static Arguments client(String name, String header, UnaryOperator<String> value) {
        return Arguments.of(name, header, value);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}
