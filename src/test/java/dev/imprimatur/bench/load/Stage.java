package dev.imprimatur.bench.load;

import dev.imprimatur.database.Database;
import dev.imprimatur.database.EmbeddedDatabase;
import dev.imprimatur.issuer.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * What all parts are measured on: a PostgreSQL that keeps what it is told, an issuer, a registry,
 * and the service as it ships, all on this machine.
 */
final class Stage implements AutoCloseable {

    static final String HOST = "packages.test";
    static final String AUDIENCE = "packages.test";
    static final String INDEX_SECRET = "index-secret-of-the-benchmark";

    /** What the heap of the service may take: a service that is given more takes more. */
    static final String HEAP = "-Xmx192m";

    /** The database that services are configured with. */
    private static final String SERVED = "postgres";

    /** What the service's JVM is told wherever it runs. */
    private static final Path OPTIONS = Path.of("src", "main", "app", "jvm.options");

    private final Path directory;
    private final EmbeddedDatabase server;
    private final TestIssuer issuer;

    private Stage(Path directory, EmbeddedDatabase server, TestIssuer issuer) {
        this.directory = directory;
        this.server = server;
        this.issuer = issuer;
    }

    static Stage open() {
        Path directory = Path.of("target", "bench").toAbsolutePath();
        try {
            FileSystemUtils.deleteRecursively(directory.resolve("stage"));
            Files.createDirectories(directory.resolve("stage"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Stage(directory, EmbeddedDatabase.startDurable(), TestIssuer.start());
    }

    Database database() {
        return server.database();
    }

    TestIssuer issuer() {
        return issuer;
    }

    /** For what is left behind: figures and graphs. */
    Path directory() {
        return directory;
    }

    /** For what is not: requests, configuration, logs. */
    Path scratch() {
        return directory.resolve("stage");
    }

    /** The process that all of PostgreSQL's others come from. */
    ProcessHandle postgres() {
        String first = ask("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)");
        return ProcessHandle.of(Long.parseLong(first)).orElseThrow();
    }

    /**
     * An instance of the service as it ships; with {@code -Dbench.options} its JVM is told more, as
     * to record what it does.
     */
    ServiceProcess service(String name, String... options) {
        return service(name, jar(), options);
    }

    /** The same of another build. */
    ServiceProcess service(String name, Path jar, String... options) {
        Path home = scratch().resolve(name);
        try {
            Files.createDirectories(home.resolve("config"));
            Files.writeString(home.resolve("config").resolve("application.yml"), configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> words = new ArrayList<>(List.of("@" + OPTIONS.toAbsolutePath(), HEAP));
        words.addAll(List.of(System.getProperty("bench.options", "").split(" ", -1)));
        words.removeIf(String::isEmpty);
        words.addAll(List.of(options));
        words.addAll(List.of("-jar", jar.toString()));
        return ServiceProcess.start(home, words);
    }

    private String configuration() {
        Database database = database();
        return """
            spring:
              datasource:
                url: %s
                username: %s
                password: %s
            server:
              # The flood says that it comes from everywhere.
              forward-headers-strategy: native
            imprimatur:
              public-url: https://packages.test
              admin:
                token-file: admin-api-token
              # One machine asks for all, so nobody is held up by how much comes from one address.
              limits: {exchanges-per-address: 0, exchanges-per-repository: 0}
              indexes:
                pypi:
                  ecosystem: pypi
                  upload-urls: [https://packages.test/legacy/]
                  audience: %s
                  default: true
                  secrets: [%s]
              providers:
                github: {enabled: false}
                gitlab: {enabled: false}
                test-ci:
                  extends: github
                  issuer: %s
                  allow-http-loopback: true
                  resolver-settings: {enabled: false}
            """
                .formatted(
                        database.jdbcUrl(),
                        database.username(),
                        database.password(),
                        AUDIENCE,
                        INDEX_SECRET,
                        issuer.issuer());
    }

    /** The same server without the work. */
    ServiceProcess floor() {
        Path home = scratch().resolve("floor");
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ServiceProcess.start(
                home,
                List.of(
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloorServer.class.getName()));
    }

    /** What PostgreSQL says of itself. */
    String setting(String name) {
        return ask("SELECT current_setting('%s')".formatted(name));
    }

    /** The one value that PostgreSQL answers with. */
    String ask(String question) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void run(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy of the database as it is now, under another name. */
    void copy(String name) {
        administer(
                "CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy".formatted(name, SERVED),
                SERVED);
    }

    /**
     * Puts another database into the place of the one that is served, whose name is given back to
     * it: the same warm services have other data under them.
     *
     * @param served what the one that is served now is called when it is not
     */
    void exchangeDatabases(String served, String wanted) {
        administer("ALTER DATABASE %s RENAME TO %s".formatted(SERVED, served), SERVED);
        administer("ALTER DATABASE %s RENAME TO %s".formatted(wanted, SERVED), wanted);
    }

    void drop(String name) {
        administer("DROP DATABASE %s".formatted(name), name);
    }

    /** Nobody may be connected to a database that something is done to, nor come back meanwhile. */
    private void administer(String sql, String closed) {
        try (Connection connection = connect("template1");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(closed));
            statement.execute(
                    """
                    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                     WHERE datname = '%s'
                    """
                            .formatted(closed));
            statement.execute(sql);
            statement.execute(
                    "UPDATE pg_database SET datallowconn = true WHERE datname <> 'template0'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return connect(SERVED);
    }

    private Connection connect(String name) throws SQLException {
        Database database = database();
        return DriverManager.getConnection(
                database.jdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/" + name + "$1"),
                database.username(),
                database.password());
    }

    @Override
    public void close() {
        issuer.close();
        server.close();
        FileSystemUtils.deleteRecursively(scratch().toFile());
    }

    private static Path jar() {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(it -> it.getFileName().toString().matches("imprimatur-.*\\.jar"))
                    .filter(it -> !it.toString().endsWith("-sources.jar"))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "There is no jar in target: bench/run makes it"))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
