package dev.imprimatur.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What differs from the description is found: a check that finds nothing would be none. */
class DescribedApiTests {

    private static final String PATH = "/_/api/v1/switches/exchange";
    private static final String ON = "{\"kind\": \"exchange\", \"enabled\": true}";

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anAnswerAsDescribedPasses() {
        assertThatCode(() -> get(200, "application/json", ON)).doesNotThrowAnyException();
    }

    @Test
    void whatIsNotDescribedPasses() {
        assertThatCode(() -> check("GET", "/elsewhere", "", 200, "text/plain", "anything"))
                .doesNotThrowAnyException();
    }

    @Test
    void anotherStatusFails() {
        refuses("Not described", 418, "application/json", ON);
    }

    @Test
    void anotherMediaTypeFails() {
        refuses("Not described", 200, "text/plain", ON);
    }

    @Test
    void aFurtherMemberFails() {
        refuses("more", 200, "application/json", ON.replace("{", "{\"more\": 1, "));
    }

    @Test
    void aMissingMemberFails() {
        refuses("enabled", 200, "application/json", "{\"kind\": \"exchange\"}");
    }

    @Test
    void anotherTypeFails() {
        refuses("enabled", 200, "application/json", ON.replace("true", "\"true\""));
    }

    @Test
    void aProblemThatIsNoneFails() {
        refuses("detail", 401, "application/problem+json", "{\"title\": \"No\"}");
    }

    @Test
    void aBodyThatWasAcceptedAlthoughItIsDescribedOtherwiseFails() {
        assertThatCode(() -> put("{\"enabled\": true}")).doesNotThrowAnyException();
        assertThatThrownBy(() -> put("{\"enabled\": true, \"more\": 1}"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Accepted, but described otherwise");
    }

    private void refuses(String why, int status, String type, String body) {
        assertThatThrownBy(() -> get(status, type, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }

    private void get(int status, String type, String body) throws Exception {
        check("GET", PATH, "", status, type, body);
    }

    private void put(String sent) throws Exception {
        check("PUT", PATH, sent, 200, "application/json", ON);
    }

    private void check(
            String method, String path, String sent, int status, String type, String body)
            throws Exception {
        server.createContext(
                path,
                exchange -> {
                    byte[] bytes = body.getBytes(UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", type);
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://localhost:"
                                                    + server.getAddress().getPort()
                                                    + path))
                            .method(method, BodyPublishers.ofString(sent))
                            .build();
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString(UTF_8));
            DescribedApi.check(request, answer);
        } finally {
            server.removeContext(path);
        }
    }
}
