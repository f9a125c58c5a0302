package dev.imprimatur;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Looks at the server's age before the first migration could fail half-understood on an old one.
 */
record DatabaseVersion(int oldest) implements FlywayMigrationStrategy {

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
        flyway.migrate();
    }
}
