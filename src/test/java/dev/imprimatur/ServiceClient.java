package dev.imprimatur;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.openapi.DescribedApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Talks to the service of a {@link ServiceTest} as any client would: {@code
 * client.post("/_/oidc/mint-token", json)}, or {@code client.send(client.to(path).…)} for anything
 * special. Redirects are not followed. What it sends and gets is held against the description of
 * the API.
 */
public final class ServiceClient {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final int port;
    private final String authorization;
    private final boolean checks;

    /** A client without credentials. */
    public ServiceClient(int port) {
        this(port, "", true);
    }

    private ServiceClient(int port, String authorization, boolean checks) {
        this.port = port;
        this.authorization = authorization;
        this.checks = checks;
    }

    /** The same client for where time is measured: it looks at no description. */
    public ServiceClient unchecked() {
        return new ServiceClient(port, authorization, false);
    }

    /** The same client with this {@code Authorization}. */
    public ServiceClient with(String value) {
        return new ServiceClient(port, value, checks);
    }

    /** The same client as an administrator. */
    public ServiceClient asAdmin() {
        return with("Bearer " + AdminApiToken.TEXT);
    }

    /** The same client as a package index. */
    public ServiceClient asIndex(String id, String secret) {
        return with(
                "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8)));
    }

    public HttpResponse<String> get(String path) {
        return send(to(path));
    }

    public HttpResponse<String> delete(String path) {
        return send(to(path).DELETE());
    }

    public HttpResponse<String> post(String path, String json) {
        return send("POST", path, json);
    }

    public HttpResponse<String> put(String path, String json) {
        return send("PUT", path, json);
    }

    public HttpResponse<String> send(String method, String path, String json) {
        return send(
                to(path).header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(json)));
    }

    /** A request that is yet to be completed. */
    public HttpRequest.Builder to(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(Duration.ofSeconds(30));
        return authorization.isEmpty() ? request : request.header("Authorization", authorization);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpRequest sent = request.build();
            HttpResponse<String> answer =
                    HTTP.send(sent, HttpResponse.BodyHandlers.ofString(UTF_8));
            if (checks) {
                DescribedApi.check(sent, answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The body of an answer as JSON. */
    public static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}
