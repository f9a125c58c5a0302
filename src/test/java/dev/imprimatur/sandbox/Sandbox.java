package dev.imprimatur.sandbox;

import dev.imprimatur.Imprimatur;
import dev.imprimatur.database.Database;
import dev.imprimatur.database.EmbeddedDatabase;
import java.io.IOException;
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
        SandboxSettings settings = SandboxSettings.from(System.getenv());
        Optional<String> taken = settings.takenPort();
        if (taken.isPresent()) {
            refuse(taken.get());
        }
        Sandbox sandbox = new Sandbox(settings);
        // The one hook: the service closes before the database that it uses.
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::stop, "sandbox-stop"));
        try {
            sandbox.start();
        } catch (IllegalStateException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        System.exit(PASSED_OVER_BY_MAVEN);
    }

    private void start() throws IOException {
        Path directory =
                Files.createDirectories(
                        settings.directory(),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        lock(directory.resolve("lock"));
        String adminToken = AdminToken.keptIn(directory.resolve("admin-token"));
        // At a first start, these and the database take seconds each.
        CompletableFuture<Certificates> made =
                CompletableFuture.supplyAsync(
                        () -> Certificates.keptIn(directory.resolve("tls"), Clock.systemUTC()));
        Certificates certificates;
        changing.lock();
        try {
            if (stopped) {
                return;
            }
            database = EmbeddedDatabase.startKeeping(directory.resolve("postgres"));
            certificates = made.join();
            service = startService(database.database(), adminToken, certificates);
        } finally {
            changing.unlock();
        }
        System.out.print(ready(adminToken, certificates));
    }

    /** Another sandbox at work on the same data must not be taken for what a killed one left. */
    private void lock(Path file) throws IOException {
        running = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (running.tryLock() == null) {
            throw new IllegalStateException(
                    "Another sandbox is running on the data in %s.".formatted(file.getParent()));
        }
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

    private ConfigurableApplicationContext startService(
            Database database, String adminToken, Certificates certificates) {
        return SpringApplication.from(Imprimatur::main)
                .with(SandboxConfiguration.class)
                .withAdditionalProfiles("sandbox")
                .run(
                        "--spring.main.register-shutdown-hook=false",
                        "--spring.datasource.url=" + database.jdbcUrl(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password(),
                        "--imprimatur.admin.api-token=" + adminToken,
                        "--server.port=" + settings.port(),
                        "--sandbox.url=" + settings.url(),
                        "--sandbox.https-url=" + settings.httpsUrl(),
                        "--sandbox.https-port=" + settings.httpsPort(),
                        "--sandbox.directory=" + settings.directory(),
                        "--sandbox.key-store=" + certificates.keyStore())
                .getApplicationContext();
    }

    private String ready(String adminToken, Certificates certificates) {
        return """

               Imprimatur's sandbox is ready.
                 service      %s  and  %s
                 CA file      %s
                 admin token  %s
                 try          %sexamples/publish.sh
               Ctrl-C stops it.

               """
                .formatted(
                        settings.url(),
                        settings.httpsUrl(),
                        Path.of("").toAbsolutePath().relativize(certificates.authority()),
                        adminToken,
                        settings.port() == 8080 ? "" : "IMPRIMATUR_URL=" + settings.url() + " ");
    }
}
