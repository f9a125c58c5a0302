package dev.imprimatur.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * The sandbox as people start it, in a process of its own; all tests of a run share it, whichever
 * JVM they are in. A test class gets it as a parameter of its constructor, with
 * {@code @ExtendWith(RunningSandbox.Shared.class)}, and works on projects of its own.
 */
public final class RunningSandbox {

    private final Path directory;
    private final String url;
    private final ProcessHandle process;

    private RunningSandbox(Path directory, String url, ProcessHandle process) {
        this.directory = directory;
        this.url = url;
        this.process = process;
    }

    static RunningSandbox start() throws IOException {
        Path directory = Files.createTempDirectory("imprimatur-sandbox");
        int port = freePort();
        ProcessBuilder start =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // As spring-boot:test-run starts it.
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.imprimatur.sandbox.Sandbox");
        start.environment()
                .putAll(
                        Map.of(
                                "SANDBOX_PORT", Integer.toString(port),
                                "SANDBOX_HTTPS_PORT", Integer.toString(freePort()),
                                "SANDBOX_DIRECTORY", directory.resolve("data").toString()));
        Process process =
                start.redirectErrorStream(true)
                        .redirectOutput(directory.resolve("output").toFile())
                        .start();
        RunningSandbox sandbox =
                new RunningSandbox(directory, "http://localhost:" + port, process.toHandle());
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .failFast("The sandbox ended", () -> !process.isAlive())
                .until(() -> sandbox.said().contains("sandbox is ready"));
        return sandbox;
    }

    /** What another JVM needs to know of it, for {@link #at}. */
    String whereabouts() {
        return "%s\n%s\n%d\n".formatted(directory, url, process.pid());
    }

    /** One that another JVM started. */
    static RunningSandbox at(String whereabouts) {
        List<String> lines = whereabouts.lines().toList();
        return new RunningSandbox(
                Path.of(lines.get(0)),
                lines.get(1),
                ProcessHandle.of(Long.parseLong(lines.get(2))).orElseThrow());
    }

    /** The address of all that is in it, without a slash at the end. */
    public String url() {
        return url;
    }

    /** What it wrote to its terminal so far. */
    public String said() throws IOException {
        return Files.readString(directory.resolve("output"), UTF_8);
    }

    /** An API token for everything. */
    public String adminToken() throws IOException {
        return Files.readString(directory.resolve("data/admin-token")).strip();
    }

    /** A new directory that goes with the sandbox. */
    public Path newDirectory(String name) throws IOException {
        return Files.createTempDirectory(directory, name);
    }

    /** Runs a command as the examples want it, and tells what it wrote; it must succeed. */
    public String run(String... command) throws IOException, InterruptedException {
        Result result = call(Map.of(), command);
        assertThat(result.status()).as(result.told()).isZero();
        return result.told();
    }

    /**
     * What a command came to.
     *
     * @param status its exit status
     * @param told what it wrote, errors included
     */
    public record Result(int status, String told) {}

    /** Runs a command with further environment variables, in whatever way it ends. */
    public Result call(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path told = Files.createTempFile(directory, "told", "");
        ProcessBuilder start = new ProcessBuilder(command);
        Map<String, String> whole = new HashMap<>();
        whole.put("IMPRIMATUR_URL", url);
        whole.put("IMPRIMATUR_ADMIN_TOKEN", adminToken());
        whole.put("NGINX_PORT", Integer.toString(freePort()));
        whole.putAll(environment);
        start.environment().putAll(whole);
        Process running = start.redirectErrorStream(true).redirectOutput(told.toFile()).start();
        assertThat(running.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Result(running.exitValue(), Files.readString(told, UTF_8));
    }

    /** Whether a program can be run here; where not, its test is skipped. */
    public static boolean isInstalled(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    void stop() {
        process.destroy();
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Starts it for the first class that asks, and ends it with the last JVM that has it. */
    public static final class Shared implements ParameterResolver {

        private static @Nullable RunningSandbox running;

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningSandbox.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return running();
        }

        /** Not in JUnit's store: each class may be a run of its own, and a start takes long. */
        private static synchronized RunningSandbox running() {
            if (running == null) {
                try {
                    SandboxUsers users = new SandboxUsers(Path.of("target", "running-sandbox"));
                    RunningSandbox sandbox = users.join();
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> users.leave(sandbox)));
                    running = sandbox;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return running;
        }
    }
}
