package dev.imprimatur.bench.load;

import static java.net.http.HttpResponse.BodyHandlers.discarding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service as it ships, in a process of its own: what it costs is its own, too. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final Path log;
    private final Duration untilReady;

    private ServiceProcess(Process process, int port, Path log, Duration untilReady) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.untilReady = untilReady;
    }

    /**
     * Starts one in its directory, which holds its configuration, and waits until it is ready.
     *
     * @param words what the JVM is told: its options, and the jar or the class path
     */
    static ServiceProcess start(Path directory, List<String> words) {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(words);
        command.add("--server.port=" + port);
        try {
            long began = System.nanoTime();
            Process process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("service.log").toFile())
                            .start();
            awaitReady(process, port, directory);
            return new ServiceProcess(
                    process,
                    port,
                    directory.resolve("service.log"),
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    Duration untilReady() {
        return untilReady;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it said so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end(Duration.ofSeconds(30));
    }

    /** Asks it to end, and waits as long before it is made to. */
    void end(Duration longest) {
        process.destroy();
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitReady(Process process, int port, Path directory) throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest question =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/actuator/health/readiness"
                                                    .formatted(port)))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            while (System.nanoTime() < end && process.isAlive()) {
                if (isReady(client, question)) {
                    return;
                }
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new IllegalStateException(
                "The service is not ready: " + Files.readString(directory.resolve("service.log")));
    }

    private static boolean isReady(HttpClient client, HttpRequest question)
            throws InterruptedException {
        try {
            return client.send(question, discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
