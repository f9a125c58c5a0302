package dev.imprimatur.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends forged requests by the clock until it is told to end, from one thread that costs little: it
 * shares the processors with what it floods. One request at a time goes over a connection. Where
 * all of them wait for answers what is due has to wait, too: then fewer are sent than were offered,
 * and the result says so.
 */
final class Flood implements AutoCloseable {

    static final int CONNECTIONS = 128;

    private static final int LARGEST_ANSWER = 16 * 1024;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);

    private final InetSocketAddress server;
    private final double perSecond;
    private final List<byte[]> requests;
    private final Selector selector;
    private final Deque<Connection> free = new ArrayDeque<>();
    private final SortedMap<Integer, Long> statuses = new TreeMap<>();
    private final long began = System.nanoTime();
    private final Thread thread = new Thread(this::run, "flood");

    private int open;
    private long sent;
    private long answered;
    private long broken;
    private volatile long ended = Long.MAX_VALUE;
    private volatile @Nullable Exception failure;

    private Flood(int port, double perSecond, List<byte[]> requests) throws IOException {
        this.server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        this.perSecond = perSecond;
        this.requests = requests;
        this.selector = Selector.open();
    }

    /**
     * What it came to.
     *
     * @param offered how many a second were due
     * @param answered how many there were answered
     * @param broken requests without an answer
     * @param statuses of the answers, with how many there were of each
     */
    record Outcome(
            double offered,
            double answeredPerSecond,
            long answered,
            long broken,
            SortedMap<Integer, Long> statuses) {}

    /** Begins with the first of the requests, and again with it after the last. */
    static Flood begin(int port, double perSecond, List<byte[]> requests) {
        try {
            Flood flood = new Flood(port, perSecond, requests);
            flood.thread.start();
            return flood;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends no more, and waits for the answers to what was sent. */
    Outcome end() {
        close();
        if (failure != null) {
            throw new IllegalStateException("The flood ended by itself", failure);
        }
        double seconds = (ended - began) / 1e9;
        return new Outcome(perSecond, answered / seconds, answered, broken, statuses);
    }

    @Override
    public void close() {
        if (ended == Long.MAX_VALUE) {
            ended = System.nanoTime();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (System.nanoTime() < ended) {
                sendWhatIsDue();
                readWhatCame();
            }
            long last = ended + LAST_ANSWERS.toNanos();
            while (sent > answered + broken && System.nanoTime() < last) {
                readWhatCame();
            }
            broken += sent - answered - broken;
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void sendWhatIsDue() throws IOException {
        long due = (long) ((System.nanoTime() - began) * perSecond / 1e9);
        while (sent < due && (!free.isEmpty() || open < CONNECTIONS)) {
            Connection connection = free.isEmpty() ? new Connection() : free.pop();
            if (connection.send(requests.get((int) (sent % requests.size())))) {
                sent++;
            }
        }
    }

    private void readWhatCame() throws IOException {
        selector.select(key -> ((Connection) key.attachment()).read(), 1);
    }

    private final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocate(LARGEST_ANSWER);

        Connection() throws IOException {
            channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            open++;
        }

        /** Whether it went out: the server may have closed a connection that rested. */
        boolean send(byte[] request) {
            try {
                ByteBuffer left = ByteBuffer.wrap(request);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                return true;
            } catch (IOException e) {
                close();
                return false;
            }
        }

        void read() {
            try {
                int read = channel.read(answer);
                ResponseHead head = ResponseHead.read(answer.array(), answer.position());
                if (head != null && answer.position() >= head.length()) {
                    answered++;
                    statuses.merge(head.status(), 1L, Long::sum);
                    answer.clear();
                    if (head.closes()) {
                        close();
                    } else {
                        free.push(this);
                    }
                } else if (read < 0) {
                    brokenOff();
                }
            } catch (IOException e) {
                brokenOff();
            }
        }

        /** One that rests owes nobody an answer. */
        private void brokenOff() {
            if (!free.remove(this)) {
                broken++;
            }
            close();
        }

        private void close() {
            open--;
            try {
                channel.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }
}
