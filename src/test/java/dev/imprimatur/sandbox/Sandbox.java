package dev.imprimatur.sandbox;

import dev.imprimatur.Imprimatur;
import dev.imprimatur.database.Database;
import dev.imprimatur.database.EmbeddedDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the real service with all that it needs to be tried, on this machine only: one command,
 * and a package can be published.
 */
final class Sandbox {

    /** As after an interrupt: at any other, Maven buries a sentence under a report of its own. */
    private static final int PASSED_OVER_BY_MAVEN = 130;

    private final SandboxSettings settings;

    /** Held by whoever starts or stops something, so that an interrupt waits for a start's end. */
    private final ReentrantLock changing = new ReentrantLock();

    private boolean stopped;

    /** Its lock lasts as long as this process. */
    private @Nullable FileChannel running;

    private @Nullable EmbeddedDatabase database;
    private @Nullable ConfigurableApplicationContext service;

    private Sandbox(SandboxSettings settings) {
        this.settings = settings;
    }

    public static void main(String[] args) throws IOException {
        SandboxSettings settings;
        try {
            settings = SandboxSettings.from(System.getenv());
        } catch (IllegalArgumentException e) {
            throw refuse(String.valueOf(e.getMessage()));
        }
        Optional<String> taken = settings.takenPort();
        if (taken.isPresent()) {
            throw refuse(taken.get());
        }
        Sandbox sandbox = new Sandbox(settings);
        // The one hook: the service closes before the database that it uses.
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::stop, "sandbox-stop"));
        sandbox.start(sandbox.prepare());
    }

    /** Ends the process; it never returns. */
    private static AssertionError refuse(String sentence) {
        System.err.println(sentence);
        System.exit(PASSED_OVER_BY_MAVEN);
        return new AssertionError(sentence);
    }

    /** What the service needs around it. */
    private record Surroundings(Database database, String adminToken, Certificates certificates) {}

    private Surroundings prepare() throws IOException {
        Path directory =
                Files.createDirectories(
                        settings.directory(),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        if (!lock(directory.resolve("lock"))) {
            throw refuse("Another sandbox is running on the data in %s.".formatted(directory));
        }
        // At a first start, these and the database take seconds each.
        CompletableFuture<Certificates> certificates =
                CompletableFuture.supplyAsync(
                        () -> Certificates.keptIn(directory.resolve("tls"), Clock.systemUTC()));
        String adminToken = AdminToken.keptIn(directory.resolve("admin-token"));
        Database reached = startDatabase(directory.resolve("postgres"));
        return new Surroundings(reached, adminToken, certificates.join());
    }

    private Database startDatabase(Path data) {
        String failure;
        changing.lock();
        try {
            database = EmbeddedDatabase.startKeeping(data);
            return database.database();
        } catch (IllegalStateException e) {
            failure = String.valueOf(e.getMessage());
        } finally {
            changing.unlock();
        }
        throw refuse(failure);
    }

    private void start(Surroundings surroundings) {
        changing.lock();
        try {
            if (stopped) {
                return;
            }
            service = startService(surroundings);
        } finally {
            changing.unlock();
        }
        System.out.print(ready(surroundings));
    }

    /** Another sandbox at work on the same data must not be taken for what a killed one left. */
    private boolean lock(Path file) throws IOException {
        running = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return running.tryLock() != null;
    }

    private void stop() {
        changing.lock();
        try {
            stopped = true;
            if (service != null) {
                service.close();
            }
            if (database != null) {
                database.close();
            }
        } finally {
            changing.unlock();
        }
    }

    private ConfigurableApplicationContext startService(Surroundings with) {
        return SpringApplication.from(Imprimatur::main)
                .with(SandboxConfiguration.class)
                .withAdditionalProfiles("sandbox")
                .run(
                        "--spring.main.register-shutdown-hook=false",
                        "--spring.datasource.url=" + with.database().jdbcUrl(),
                        "--spring.datasource.username=" + with.database().username(),
                        "--spring.datasource.password=" + with.database().password(),
                        "--imprimatur.admin.api-token=" + with.adminToken(),
                        "--server.port=" + settings.port(),
                        "--sandbox.url=" + settings.url(),
                        "--sandbox.authority=" + URI.create(settings.url()).getAuthority(),
                        "--sandbox.https-url=" + settings.httpsUrl(),
                        "--sandbox.https-port=" + settings.httpsPort(),
                        "--sandbox.directory=" + settings.directory(),
                        "--sandbox.key-store=" + with.certificates().keyStore())
                .getApplicationContext();
    }

    private String ready(Surroundings with) {
        return """

               Imprimatur's sandbox is ready.
                 service      %s  and  %s
                 pages        %s/_/
                 CA file      %s
                 API token    %s
                 try          %sexamples/publish.sh
               Ctrl-C stops it.

               """
                .formatted(
                        settings.url(),
                        settings.httpsUrl(),
                        settings.url(),
                        Path.of("").toAbsolutePath().relativize(with.certificates().authority()),
                        with.adminToken(),
                        settings.port() == 8080 ? "" : "IMPRIMATUR_URL=" + settings.url() + " ");
    }
}
