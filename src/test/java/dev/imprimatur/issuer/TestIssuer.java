package dev.imprimatur.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An issuer on loopback with discovery and a key set, as a CI provider runs one, which counts what
 * is asked of it and can be told to fail in every way that we know of.
 */
public final class TestIssuer implements AutoCloseable {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String KEYS = "/.well-known/jwks";
    private static final String TOKEN = "/token";

    /** New keys are dear, and one issuer's first key is as good as another's. */
    private static final Queue<RSAKey> KEYS_OF_CLOSED_ISSUERS = new ConcurrentLinkedQueue<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String issuer;
    private final List<JWK> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger discoveryRequests = new AtomicInteger();
    private final AtomicInteger keyRequests = new AtomicInteger();
    private final AtomicInteger otherRequests = new AtomicInteger();

    private final RSAKey firstKey;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private volatile RSAKey signingKey;
    private volatile Answer discovery;
    private volatile Answer keySet;
    private volatile Answer tokens = Answer.status(404);
    private final Queue<String> tokenRequests = new ConcurrentLinkedQueue<>();
    private volatile CountDownLatch answering = new CountDownLatch(1);

    private TestIssuer(HttpServer server) {
        this.server = server;
        this.issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        RSAKey left = KEYS_OF_CLOSED_ISSUERS.poll();
        this.firstKey = left == null ? TestKeys.rsa() : left;
        this.signingKey = firstKey;
        keys.add(signingKey);
        this.discovery = discoveryDocument(issuer, issuer + KEYS);
        this.keySet = publishedKeys();
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** An issuer that behaves, with one key. */
    public static TestIssuer start() {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return new TestIssuer(HttpServer.create(new InetSocketAddress(loopback, 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its {@code iss}: an http URL on loopback. */
    public String issuer() {
        return issuer;
    }

    /** Where its key set is. */
    public String keysUrl() {
        return issuer + KEYS;
    }

    /** The key that {@link TestToken}s are signed with unless told otherwise. */
    public RSAKey signingKey() {
        return signingKey;
    }

    /** A new signing key takes the place of the old one, which is no longer published. */
    public RSAKey rotate() {
        RSAKey old = signingKey;
        signingKey = TestKeys.rsa();
        keys.add(signingKey);
        keys.remove(old);
        return signingKey;
    }

    /** One more published key. */
    public void publish(JWK key) {
        keys.add(key);
    }

    /** A published key less. */
    public void withdraw(JWK key) {
        keys.remove(key);
    }

    /** The published keys as the answer to a request for them: how the issuer begins. */
    public Answer publishedKeys() {
        return (exchange, closed) ->
                Answer.body(new JWKSet(List.copyOf(keys)).toString()).send(exchange, closed);
    }

    /** A discovery document with these two members. */
    public static Answer discoveryDocument(String issuer, String keysUrl) {
        return Answer.body(
                """
                {"issuer": "%s", "jwks_uri": "%s", "id_token_signing_alg_values_supported": ["RS256"],
                 "authorization_endpoint": "%s/authorize", "token_endpoint": "%s/token",
                 "end_session_endpoint": "%s/end"}
                """
                        .formatted(issuer, keysUrl, issuer, issuer, issuer));
    }

    /** From now on requests for discovery get this; those that wait are let go. */
    public void answerDiscovery(Answer answer) {
        discovery = answer;
        letGo();
    }

    /** From now on requests for the key set get this; those that wait are let go. */
    public void answerKeys(Answer answer) {
        keySet = answer;
        letGo();
    }

    /** From now on requests to the token endpoint get this; those that wait are let go. */
    public void answerTokens(Answer answer) {
        tokens = answer;
        letGo();
    }

    /** What was sent to the token endpoint, as it came, its Authorization in the first line. */
    public Queue<String> tokenRequests() {
        return tokenRequests;
    }

    /** All is as it was at the start; the keys are as they are now. */
    public void recover() {
        discovery = discoveryDocument(issuer, issuer + KEYS);
        tokens = Answer.status(404);
        answerKeys(publishedKeys());
    }

    public int discoveryRequests() {
        return discoveryRequests.get();
    }

    public int keyRequests() {
        return keyRequests.get();
    }

    /** Requests for anything else, such as what a redirect points to. */
    public int otherRequests() {
        return otherRequests.get();
    }

    @Override
    public void close() {
        if (open.getAndSet(false)) {
            letGo();
            server.stop(0);
            threads.shutdownNow();
            KEYS_OF_CLOSED_ISSUERS.add(firstKey);
        }
    }

    private void letGo() {
        CountDownLatch waiting = answering;
        answering = new CountDownLatch(1);
        waiting.countDown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        CountDownLatch closed = answering;
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case DISCOVERY -> {
                    discoveryRequests.incrementAndGet();
                    discovery.send(exchange, closed);
                }
                case KEYS -> {
                    keyRequests.incrementAndGet();
                    keySet.send(exchange, closed);
                }
                case TOKEN -> {
                    tokenRequests.add(
                            exchange.getRequestHeaders().getFirst("Authorization")
                                    + "\n"
                                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    tokens.send(exchange, closed);
                }
                default -> {
                    otherRequests.incrementAndGet();
                    Answer.status(404).send(exchange, closed);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
