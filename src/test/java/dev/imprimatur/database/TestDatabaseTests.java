package dev.imprimatur.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

class TestDatabaseTests {

    @Test
    void theDatabaseIsPostgresql18AndStartedOnce() throws SQLException {
        String first = TestDatabase.jdbcUrl();
        try (Connection connection =
                        DriverManager.getConnection(
                                first, TestDatabase.username(), TestDatabase.password());
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SHOW server_version")) {
            assertThat(version.next()).isTrue();
            assertThat(version.getString(1)).startsWith("18.");
        }
        assertThat(TestDatabase.jdbcUrl()).isEqualTo(first);
    }

    @Test
    void anApplicationContextIsGivenTheDatabase() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            new TestDatabase().initialize(context);
            assertThat(context.getEnvironment().getProperty("spring.datasource.url"))
                    .isEqualTo(TestDatabase.jdbcUrl());
        }
    }
}
