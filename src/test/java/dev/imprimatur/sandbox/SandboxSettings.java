package dev.imprimatur.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a start of the sandbox can be told, by environment variables, and where it keeps what it
 * keeps.
 *
 * @param port for http; {@code SANDBOX_PORT}
 * @param httpsPort {@code SANDBOX_HTTPS_PORT}
 * @param directory everything that is kept from one start to the next; {@code SANDBOX_DIRECTORY}
 */
record SandboxSettings(int port, int httpsPort, Path directory) {

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException whose message is a sentence for who set them
     */
    static SandboxSettings from(Map<String, String> environment) {
        int port = port(environment, "SANDBOX_PORT", 8080);
        int httpsPort = port(environment, "SANDBOX_HTTPS_PORT", 8443);
        if (port == httpsPort) {
            throw new IllegalArgumentException(
                    "SANDBOX_PORT and SANDBOX_HTTPS_PORT are to be two different ports.");
        }
        return new SandboxSettings(
                port,
                httpsPort,
                Path.of(environment.getOrDefault("SANDBOX_DIRECTORY", "target/sandbox"))
                        .toAbsolutePath());
    }

    String url() {
        return "http://localhost:" + port;
    }

    String httpsUrl() {
        return "https://localhost:" + httpsPort;
    }

    /** What to tell a person where a port cannot be had; asked before anything is started. */
    Optional<String> takenPort() {
        return taken(port, "SANDBOX_PORT").or(() -> taken(httpsPort, "SANDBOX_HTTPS_PORT"));
    }

    private static Optional<String> taken(int port, String variable) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the server does: the last run's closed connections do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    "Port %d is taken: end what listens there, or choose another with %s."
                            .formatted(port, variable));
        }
    }

    private static int port(Map<String, String> environment, String variable, int otherwise) {
        String text = environment.get(variable);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException(variable + " is to be a port number.");
        }
        return Integer.parseInt(text);
    }
}
