package dev.imprimatur.sandbox.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Imprimatur's side of an upload, with answers chosen by a test. */
public final class StubbedImprimatur implements AutoCloseable {

    private final HttpServer server;
    private final List<Question> questions = new ArrayList<>();
    private int status = 201;
    private String body = "{}";

    /** What it was asked. */
    public record Question(String path, String authorization, JsonNode body) {}

    public StubbedImprimatur() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    public void answers(int status, String body) {
        this.status = status;
        this.body = body;
    }

    public List<Question> questions() {
        return List.copyOf(questions);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            questions.add(
                    new Question(
                            exchange.getRequestURI().getPath(),
                            exchange.getRequestHeaders().getFirst("Authorization"),
                            JsonMapper.shared()
                                    .readTree(exchange.getRequestBody().readAllBytes())));
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
