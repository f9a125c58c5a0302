package dev.imprimatur.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.imprimatur.bench.load.Arrivals.Arrival;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivalsTests {

    private static final byte[] REQUEST =
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII);

    private static final int ALL = 50;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger came = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);
    private HttpServer server;
    private volatile int status = 200;

    /** How many it lets through before it stalls. */
    private volatile int quick = Integer.MAX_VALUE;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    int number = came.incrementAndGet();
                    if (number == ALL) {
                        // All have come although many were not answered.
                        open.countDown();
                    }
                    if (number > quick) {
                        await();
                    }
                    exchange.sendResponseHeaders(status, 2);
                    exchange.getResponseBody().write("{}".getBytes(US_ASCII));
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        open.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void requestsAreMeantEvenlyAndKeepTheirConnections() {
        List<Arrival> arrivals = send(1_000, 50);

        assertThat(arrivals).hasSize(50).allMatch(it -> it.status() == 200);
        for (int i = 0; i < 50; i++) {
            assertThat(arrivals.get(i).meantNanos() - arrivals.getFirst().meantNanos())
                    .isEqualTo(i * 1_000_000L);
        }
    }

    @Test
    void aServerThatStallsShowsAsLatencyFromTheMomentThatWasMeantAndNotAsFewerArrivals() {
        quick = 10;

        List<Arrival> arrivals = send(500, 50);

        assertThat(came).hasValue(50);
        assertThat(arrivals).allMatch(it -> it.status() == 200);
        // The last was sent 98 ms after the first; who came while it stalled waited the rest.
        for (int i = 10; i < 50; i++) {
            assertThat(arrivals.get(i).latencyNanos())
                    .isGreaterThanOrEqualTo((49 - i) * 2_000_000L);
        }
    }

    @Test
    void refusalsAndSilenceAreTold() {
        status = 422;
        assertThat(send(1_000, 2)).allMatch(it -> it.status() == 422);
        server.stop(0);
        assertThat(send(1_000, 2)).allMatch(it -> it.status() == 0);
    }

    @Test
    void percentilesAreThoseOfTheNearestRank() {
        List<Arrival> arrivals =
                Collections.nCopies(99, new Arrival(0, 1_000_000, 200)).stream()
                        .collect(Collectors.toCollection(ArrayList::new));
        arrivals.addFirst(new Arrival(0, 9_000_000, 422));

        assertThat(Arrivals.load(arrivals, 2)).isEqualTo(new Load(100, 2, 0, 1, 0, 1, 1, 1, 9, 9));
        assertThat(Arrivals.p99(arrivals)).isEqualTo(1);
    }

    private List<Arrival> send(double perSecond, int count) {
        try (Arrivals arrivals = new Arrivals(server.getAddress().getPort())) {
            return arrivals.send(perSecond, Collections.nCopies(count, REQUEST));
        }
    }

    private void await() {
        try {
            assertThat(open.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
