package dev.imprimatur.forge;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.imprimatur.issuer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The API of a forge on loopback, which answers what it is told to, and 404 to all else. */
public final class TestForge implements AutoCloseable {

    private static final Answer NOT_FOUND = Answer.status(404, "{\"message\": \"Not Found\"}");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Headers> headers = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer otherwise = NOT_FOUND;

    private TestForge(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public static TestForge start() {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return new TestForge(HttpServer.create(new InetSocketAddress(loopback, 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its {@code api-url}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on a request for this path, as it is on the wire, gets this. */
    public TestForge at(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    /** From now on everything else gets this. */
    public TestForge otherwise(Answer answer) {
        otherwise = answer;
        return this;
    }

    /** A repository of GitHub, under its lower-case address. */
    public TestForge gitHub(String fullName, long ownerId, long id) {
        return at(
                "/repos/" + fullName.toLowerCase(Locale.ROOT),
                gitHubRepository(fullName, ownerId, id));
    }

    public static Answer gitHubRepository(String fullName, long ownerId, long id) {
        return gitHubRepository(fullName, ownerId, id, false);
    }

    /** One that is not for everybody, as it is shown to those who may see it. */
    public static Answer privateOnGitHub(String fullName, long ownerId, long id) {
        return gitHubRepository(fullName, ownerId, id, true);
    }

    private static Answer gitHubRepository(
            String fullName, long ownerId, long id, boolean isPrivate) {
        return Answer.body(
                """
                {"id": %d, "node_id": "R_x", "name": "x", "full_name": "%s", "private": %b,
                 "owner": {"login": "x", "id": %d, "type": "Organization"}, "fork": false}
                """
                        .formatted(id, fullName, isPrivate, ownerId));
    }

    /** A project of GitLab, under its lower-case address. */
    public TestForge gitLab(String path, long namespaceId, long id) {
        return at(
                "/projects/" + path.toLowerCase(Locale.ROOT).replace("/", "%2F"),
                gitLabProject(path, namespaceId, id));
    }

    /** As it is shown to those who are not signed in. */
    public static Answer gitLabProject(String path, long namespaceId, long id) {
        return gitLab(path, namespaceId, id, "");
    }

    /** As it is shown to those who are. */
    public static Answer gitLabProject(String path, long namespaceId, long id, String visibility) {
        return gitLab(path, namespaceId, id, ", \"visibility\": \"%s\"".formatted(visibility));
    }

    private static Answer gitLab(String path, long namespaceId, long id, String more) {
        return Answer.body(
                """
                {"id": %d, "name": "x", "path_with_namespace": "%s",
                 "namespace": {"id": %d, "kind": "group"}%s}
                """
                        .formatted(id, path, namespaceId, more));
    }

    /** It knows nothing any more, and remembers no request. */
    public void reset() {
        answers.clear();
        asked.clear();
        otherwise = NOT_FOUND;
    }

    /** The paths that were asked for, as they were on the wire. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** The headers of the last request. */
    public Headers lastHeaders() {
        return headers.getLast();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        headers.add(exchange.getRequestHeaders());
        asked.add(path);
        try (exchange) {
            answers.getOrDefault(path, otherwise).send(exchange, closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
