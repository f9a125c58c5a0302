package dev.imprimatur.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests when the clock says so, whether or not those before them are answered, as jobs do
 * that know nothing of each other. Latency counts from the moment that was meant: a server that
 * stalls shows as latency of all who would have come meanwhile, not as fewer who came.
 */
final class Arrivals implements AutoCloseable {

    private static final int LONGEST_WAIT_MILLIS = 10_000;
    private static final int LARGEST_ANSWER = 16 * 1024;

    private final int port;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    Arrivals(int port) {
        this.port = port;
    }

    /**
     * One request.
     *
     * @param meantNanos when it was to be sent, by {@link System#nanoTime()}
     * @param latencyNanos from then to the end of the answer
     * @param status 0: there was no answer
     */
    record Arrival(long meantNanos, long latencyNanos, int status) {}

    /** Sends each at its time, evenly, and waits for the answer to the last. */
    List<Arrival> send(double perSecond, List<byte[]> requests) {
        Arrival[] arrivals = new Arrival[requests.size()];
        long first = System.nanoTime();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < arrivals.length; i++) {
                int number = i;
                long meant = first + (long) (i * 1e9 / perSecond);
                for (long now = System.nanoTime(); now < meant; now = System.nanoTime()) {
                    LockSupport.parkNanos(meant - now);
                }
                each.execute(() -> arrivals[number] = arrive(meant, requests.get(number)));
            }
        }
        return List.of(arrivals);
    }

    private Arrival arrive(long meant, byte[] request) {
        int status = 0;
        try {
            Connection free = idle.pollFirst();
            Connection connection = free == null ? new Connection(port) : free;
            ResponseHead head = connection.ask(request);
            status = head.status();
            if (head.closes()) {
                connection.close();
            } else {
                // The last one used first: those that are not needed any more rest.
                idle.addFirst(connection);
            }
        } catch (IOException e) {
            // No answer, whatever the reason: that is what the status says.
        }
        return new Arrival(meant, System.nanoTime() - meant, status);
    }

    @Override
    public void close() {
        for (Connection left = idle.poll(); left != null; left = idle.poll()) {
            left.close();
        }
    }

    private static final class Connection implements AutoCloseable {

        private final Socket socket;
        private final byte[] answer = new byte[LARGEST_ANSWER];

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(LONGEST_WAIT_MILLIS);
        }

        ResponseHead ask(byte[] request) throws IOException {
            try {
                socket.getOutputStream().write(request);
                return answer(socket.getInputStream());
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        private ResponseHead answer(InputStream in) throws IOException {
            ResponseHead head = null;
            int count = 0;
            while (head == null || count < head.length()) {
                int read = in.read(answer, count, answer.length - count);
                if (read <= 0) {
                    throw new IOException("The answer ended before its end");
                }
                count += read;
                if (head == null) {
                    head = ResponseHead.read(answer, count);
                }
            }
            return head;
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }

    /** What these came to. */
    static Load load(List<Arrival> arrivals, double seconds) {
        long[] latencies = arrivals.stream().mapToLong(Arrival::latencyNanos).sorted().toArray();
        return new Load(
                arrivals.size(),
                seconds,
                0,
                arrivals.stream().filter(it -> it.status() >= 400).count(),
                arrivals.stream().filter(it -> it.status() == 0).count(),
                millis(latencies, 0.50),
                millis(latencies, 0.95),
                millis(latencies, 0.99),
                millis(latencies, 0.999),
                millis(latencies, 1));
    }

    /** The least of them that so great a part of them does not exceed. */
    static double millis(long[] sorted, double part) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.max(rank, 1) - 1] / 1e6;
    }

    /** The 99th percentile in milliseconds of arrivals in any order. */
    static double p99(List<Arrival> arrivals) {
        long[] latencies = arrivals.stream().mapToLong(Arrival::latencyNanos).toArray();
        Arrays.sort(latencies);
        return millis(latencies, 0.99);
    }
}
