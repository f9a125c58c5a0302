package dev.imprimatur.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTests {

    @Test
    void keptDataSurvivesAStopAndAServerThatWasLeftBehind(@TempDir Path directory)
            throws Exception {
        Path data = directory.resolve("data");
        try (EmbeddedDatabase first = EmbeddedDatabase.startKeeping(data)) {
            run(first, "CREATE TABLE kept AS SELECT 'this'::text AS what");
        }
        // As a killed process leaves it: a server that nobody stops, and a lock that nobody holds.
        EmbeddedDatabase leftBehind = EmbeddedDatabase.startKeeping(data);
        Files.delete(data.resolve("epg-lock"));
        String url = leftBehind.database().jdbcUrl();
        try (EmbeddedDatabase next = EmbeddedDatabase.startKeeping(data)) {
            assertThat(next.database().jdbcUrl()).isNotEqualTo(url);
            assertThat(query(next, "SELECT what FROM kept")).isEqualTo("this");
        }
    }

    @Test
    void aFirstStartThatWasInterruptedIsBegunAnew(@TempDir Path directory) throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("postgresql.conf"), "");
        Files.writeString(data.resolve("postmaster.pid"), "");

        try (EmbeddedDatabase database = EmbeddedDatabase.startKeeping(data)) {
            assertThat(query(database, "SHOW server_version")).startsWith("18.");
        }
    }

    @Test
    void dataOfAnotherVersionIsLeftAlone(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("PG_VERSION"), "17\n");

        assertThatIllegalStateException()
                .isThrownBy(() -> EmbeddedDatabase.startKeeping(directory))
                .withMessageContaining("PostgreSQL 17, not 18");
        assertThat(directory.resolve("PG_VERSION")).exists();
    }

    private static void run(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        Database reached = database.database();
        return DriverManager.getConnection(
                reached.jdbcUrl(), reached.username(), reached.password());
    }
}
