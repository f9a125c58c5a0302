package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An embedded server of its own, wherever the other tests run: passwords must count in this one.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseFailuresTests {

    @TempDir static Path data;

    private static EmbeddedPostgres server;

    @BeforeAll
    static void startAServerThatAsksForPasswords() throws IOException, SQLException {
        Path cluster = data.resolve("cluster");
        server = EmbeddedPostgres.builder().setDataDirectory(cluster).start();
        execute(
                "postgres",
                "CREATE ROLE writer LOGIN PASSWORD 'right'",
                "CREATE ROLE reader LOGIN PASSWORD 'right'",
                "CREATE DATABASE sound OWNER writer",
                "CREATE DATABASE foreign_schema OWNER writer",
                "CREATE DATABASE others OWNER writer");
        Path rules = cluster.resolve("pg_hba.conf");
        Files.writeString(
                rules,
                """
                host all writer all scram-sha-256
                host all reader all scram-sha-256
                """
                        + Files.readString(rules));
        execute("postgres", "SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void aMissingAddressIsAskedForByExample(CapturedOutput output) {
        assertFailure(
                output,
                18,
                "spring.datasource.url wants the address of a PostgreSQL database, such as jdbc:postgresql://db.example.org:5432/imprimatur.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db.example.org/x?password=hunter2",
                "jdbc:postgresql:/db.example.org/x?password=hunter2",
                "postgres://user:hunter2@db.example.org/x",
                "db.example.org"
            })
    void anAddressThatIsNoPostgresqlsIsAskedForByExample(String url, CapturedOutput output) {
        assertFailure(
                output,
                18,
                "spring.datasource.url wants the address of a PostgreSQL database, such as jdbc:postgresql://db.example.org:5432/imprimatur.",
                "--spring.datasource.url=" + url);
    }

    @Test
    void anUnreachableServerIsNamedWithoutTheUrlsParameters(CapturedOutput output)
            throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertFailure(
                output,
                18,
                "PostgreSQL at 127.0.0.1:%d/none cannot be reached: start it, or correct spring.datasource.url."
                        .formatted(port),
                hastily(
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/none?password=hunter2"
                                .formatted(port)));
    }

    @Test
    void aWrongPasswordIsNotShown(CapturedOutput output) {
        assertFailure(
                output,
                18,
                "PostgreSQL at 127.0.0.1:%d/sound does not let us in: spring.datasource.username and spring.datasource.password want a user and password that it accepts."
                        .formatted(server.getPort()),
                hastily(arguments("sound", "writer", "hunter2")));
    }

    @Test
    void aDatabaseThatDoesNotExistIsNamed(CapturedOutput output) {
        assertFailure(
                output,
                18,
                "PostgreSQL at 127.0.0.1:%d/none has no such database: create it, or name another in spring.datasource.url."
                        .formatted(server.getPort()),
                hastily(arguments("none", "writer", "right")));
    }

    @Test
    void aUserWithoutRightsOnOurTablesIsTold(CapturedOutput output) {
        application(18).run(arguments("others", "writer", "right")).close();

        assertFailure(
                output,
                18,
                "PostgreSQL at 127.0.0.1:%d/others denies the user of spring.datasource.username the right to create and change our tables: make it the owner of the database."
                        .formatted(server.getPort()),
                arguments("others", "reader", "right"));
    }

    @Test
    void aServerThatIsTooOldIsRefusedBeforeTheFirstMigration(CapturedOutput output) {
        assertFailure(
                output,
                99,
                "spring.datasource.url leads to PostgreSQL 18, but Imprimatur wants PostgreSQL 99 or later.",
                arguments("sound", "writer", "right"));
    }

    @Test
    void aSchemaOfAnotherVersionIsRefused(CapturedOutput output) throws SQLException {
        String[] arguments = arguments("foreign_schema", "writer", "right");
        application(18).run(arguments).close();
        execute("foreign_schema", "UPDATE flyway_schema_history SET checksum = 1");

        assertFailure(
                output,
                18,
                "The schema in the database was made by another version of Imprimatur or changed by hand (Migration checksum mismatch for migration version 1): run the version that made it, or a newer one, or restore a backup.",
                arguments);
    }

    private static void assertFailure(
            CapturedOutput output, int oldest, String sentence, String... arguments) {
        assertThatThrownBy(() -> application(oldest).run(arguments)).isNotNull();

        assertThat(StandardError.lines(output)).containsExactly(sentence);
        assertThat(output.getOut()).doesNotContain("\tat ", "Exception", "hunter2");
    }

    /** For who is never let in: others may wait for a connection on a busy machine. */
    private static String[] hastily(String... arguments) {
        String[] hasty = Arrays.copyOf(arguments, arguments.length + 1);
        hasty[arguments.length] = "--spring.datasource.hikari.connection-timeout=300";
        return hasty;
    }

    private static SpringApplicationBuilder application(int oldest) {
        return new SpringApplicationBuilder(oldest == 18 ? Database.class : FutureDatabase.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "logging.level.[org.springframework.context.annotation.AnnotationConfigApplicationContext]=error");
    }

    private static String[] arguments(String database, String user, String password) {
        return new String[] {
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/%s"
                    .formatted(server.getPort(), database),
            "--spring.datasource.username=" + user,
            "--spring.datasource.password=" + password
        };
    }

    private static void execute(String database, String... statements) throws SQLException {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class Database {

        @Bean
        Migrations migrations(JdbcConnectionDetails database) {
            return new Migrations(Migrations.TESTED, database);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class FutureDatabase {

        @Bean
        Migrations migrations(JdbcConnectionDetails database) {
            return new Migrations(99, database);
        }
    }
}
