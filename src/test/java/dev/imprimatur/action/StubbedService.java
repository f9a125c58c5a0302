package dev.imprimatur.action;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The CI provider and Imprimatur as the script meets them, with answers chosen by a test. */
final class StubbedService implements AutoCloseable {

    static final String EXCHANGE = "/_/oauth2/token";
    static final String AUDIENCE = "/_/oidc/python/audience";
    static final String BURN = "/_/oidc/burn-token";
    static final String CI = "/ci/token";

    static final String REQUEST_TOKEN = "request-token.of.this-job";
    static final String UPLOAD_TOKEN = "pypi-imp_" + "u".repeat(49);

    /** An answer; a status of 0 breaks the connection instead. */
    record Answer(int status, String body, Map<String, String> headers) {

        Answer(int status, String body) {
            this(status, body, Map.of());
        }

        Answer with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Answer(status, body, more);
        }
    }

    static final Answer BROKEN = new Answer(0, "");

    static final Answer MINTED =
            new Answer(
                    200,
                    """
                    {"access_token": "%s",
                     "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
                     "token_type": "Bearer", "expires_in": 900, "scope": "sample other"}
                    """
                            .formatted(UPLOAD_TOKEN));

    /** What came. */
    record Request(
            String method,
            String path,
            @Nullable String query,
            @Nullable String authorization,
            String body) {

        /** Its body, where that is a form. */
        Map<String, String> form() {
            return Arrays.stream(body.split("&"))
                    .map(pair -> pair.split("=", 2))
                    .collect(
                            Collectors.toMap(
                                    pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
        }
    }

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, List<Answer>> answers = new ConcurrentHashMap<>();

    StubbedService() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        answers(EXCHANGE, MINTED);
        answers(AUDIENCE, new Answer(200, "{\"audience\":\"the-index & more\"}"));
        answers(BURN, new Answer(202, ""));
        answers(CI, new Answer(200, "{\"count\":9,\"value\":\"" + identityToken() + "\"}"));
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String identityToken() {
        return "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJjaSJ9." + "s".repeat(300);
    }

    /** These one after the other, the last for ever. */
    void answers(String path, Answer... next) {
        answers.put(path, new CopyOnWriteArrayList<>(next));
    }

    List<Request> requests(String path) {
        return requests.stream().filter(it -> it.path().equals(path)).toList();
    }

    List<String> paths() {
        return requests.stream().map(Request::path).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            requests.add(
                    new Request(
                            exchange.getRequestMethod(),
                            path,
                            exchange.getRequestURI().getRawQuery(),
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            Answer next = next(path);
            if (next.status() == 0) {
                return;
            }
            next.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = next.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(next.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private synchronized Answer next(String path) {
        List<Answer> left = answers.getOrDefault(path, List.of(new Answer(404, "no such page")));
        return left.size() > 1 ? left.removeFirst() : left.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Come again later. */
    static Answer unavailable(int status) {
        return refusal(status, "unavailable", "Come again");
    }

    /** Come again after so many seconds. */
    static Answer unavailable(int status, String after) {
        return unavailable(status).with("Retry-After", after);
    }

    /** A no of the service, which its clients read. */
    static Answer refusal(int status, String code, String description) {
        return new Answer(
                status,
                """
                {"type":"https://example.org/_/problems/%1$s","title":"No","status":%3$d,
                 "errors":[{"description":"%2$s","code":"%1$s"}],
                 "error":"invalid_request","error_description":"%2$s"}
                """
                        .formatted(code, description, status));
    }
}
