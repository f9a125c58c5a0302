package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.database.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MigrationsTests {

    @TempDir private Path migrations;

    @Test
    void aMigrationMayTakeLongerThanARequest() throws Exception {
        Files.writeString(migrations.resolve("V1__slow.sql"), "SELECT pg_sleep(0.5)");
        Flyway asForRequests =
                Flyway.configure()
                        .dataSource(hurried())
                        .schemas("slow_migration")
                        .createSchemas(true)
                        .locations("filesystem:" + migrations)
                        .load();

        assertThatExceptionOfType(FlywayException.class)
                .isThrownBy(asForRequests::migrate)
                .withMessageContaining("statement timeout");
        new Migrations(Migrations.TESTED, new TestDatabaseDetails()).migrate(asForRequests);

        assertThat(asForRequests.info().current().getVersion().getVersion()).isEqualTo("1");
    }

    private static DriverManagerDataSource hurried() {
        DriverManagerDataSource source =
                new DriverManagerDataSource(
                        TestDatabase.jdbcUrl(), TestDatabase.username(), TestDatabase.password());
        Properties properties = new Properties();
        properties.setProperty("options", "-c statement_timeout=200ms");
        source.setConnectionProperties(properties);
        return source;
    }

    private static final class TestDatabaseDetails implements JdbcConnectionDetails {

        @Override
        public String getJdbcUrl() {
            return TestDatabase.jdbcUrl();
        }

        @Override
        public String getUsername() {
            return TestDatabase.username();
        }

        @Override
        public String getPassword() {
            return TestDatabase.password();
        }
    }
}
