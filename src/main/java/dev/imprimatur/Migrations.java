package dev.imprimatur;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Migrates the database before anything uses it: first looks at the server's age, so that no
 * migration fails half-understood on an old one, then migrates over a connection of its own, since
 * what is right for a request, a few seconds for each statement, would end the change of a large
 * table half-way, at every start anew.
 *
 * @param oldest the PostgreSQL major version that is the least
 * @param database where it is
 */
record Migrations(int oldest, JdbcConnectionDetails database) implements FlywayMigrationStrategy {

    /** The PostgreSQL major version that every test runs on. */
    static final int TESTED = 18;

    @Override
    public void migrate(Flyway flyway) {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection()) {
            int found = connection.getMetaData().getDatabaseMajorVersion();
            if (found < oldest) {
                throw new ConfigurationException(
                        "spring.datasource.url leads to PostgreSQL %d, but Imprimatur wants PostgreSQL %d or later."
                                .formatted(found, oldest));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not answer", e);
        }
        Flyway.configure()
                .configuration(flyway.getConfiguration())
                .dataSource(withoutTimeLimits())
                .load()
                .migrate();
    }

    private DataSource withoutTimeLimits() {
        DriverManagerDataSource source = new DriverManagerDataSource(database.getJdbcUrl());
        // Null where PostgreSQL asks for neither.
        source.setUsername(database.getUsername());
        source.setPassword(database.getPassword());
        return source;
    }
}
