package dev.imprimatur.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FloodTests {

    private static final byte[] REQUEST = "POST / HTTP/1.1\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] MORE =
            "HTTP/1.1 422 \r\nContent-Length: 3\r\n\r\nnot".getBytes(US_ASCII);
    private static final byte[] LAST =
            "HTTP/1.1 422 \r\nconnection: close\r\ncontent-length: 3\r\n\r\nnot".getBytes(US_ASCII);

    /** As a container does that wants its connections to be made anew now and then. */
    private static final int REQUESTS_OF_A_CONNECTION = 7;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger came = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean stalled;
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1"));
        threads.execute(
                () -> {
                    while (!server.isClosed()) {
                        try {
                            Socket socket = server.accept();
                            threads.execute(() -> serve(socket));
                        } catch (IOException e) {
                            return;
                        }
                    }
                });
    }

    @AfterEach
    void stop() throws IOException {
        open.countDown();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void asManyAreAnsweredAsWereDueOverConnectionsThatEnd() {
        Flood flood = Flood.begin(server.getLocalPort(), 2_000, List.of(REQUEST));
        Awaitility.await().until(() -> came.get() >= 100);

        Flood.Outcome outcome = flood.end();

        assertThat(outcome.offered()).isEqualTo(2_000);
        assertThat(outcome.answered()).isEqualTo(came.get()).isGreaterThanOrEqualTo(100);
        assertThat(outcome.broken()).isZero();
        assertThat(outcome.statuses()).containsOnlyKeys(422);
    }

    @Test
    void whereAllConnectionsWaitFewerAreSentThanAreDueAndItSaysSo() {
        stalled = true;
        Flood flood = Flood.begin(server.getLocalPort(), 1e6, List.of(REQUEST));
        Awaitility.await().until(() -> came.get() == Flood.CONNECTIONS);
        Awaitility.await()
                .during(Duration.ofMillis(50))
                .until(() -> came.get() == Flood.CONNECTIONS);
        stalled = false;
        open.countDown();

        Flood.Outcome outcome = flood.end();

        assertThat(outcome.answered()).isEqualTo(came.get());
        assertThat(outcome.answeredPerSecond()).isLessThan(outcome.offered());
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (int i = 1; i <= REQUESTS_OF_A_CONNECTION; i++) {
                if (in.readNBytes(REQUEST.length).length < REQUEST.length) {
                    return;
                }
                came.incrementAndGet();
                if (stalled) {
                    open.await();
                }
                socket.getOutputStream().write(i < REQUESTS_OF_A_CONNECTION ? MORE : LAST);
            }
        } catch (IOException e) {
            // The flood or the test has ended; what was answered is counted.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
