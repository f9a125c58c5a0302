package dev.imprimatur;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells people how it stands with the database. */
@Component
public class DatabaseState {

    private static final Logger log = LoggerFactory.getLogger(DatabaseState.class);

    private static final String VERSIONS =
            """
            SELECT current_setting('server_version') AS server, version AS schema
              FROM flyway_schema_history
             WHERE success AND version IS NOT NULL
             ORDER BY installed_rank DESC
             LIMIT 1
            """;

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final String wanted;

    DatabaseState(JdbcClient jdbc, DataSource dataSource, Flyway flyway) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.wanted = newest(flyway);
    }

    private record Versions(String server, String schema) {}

    /** Looks once, with one statement; a database that does not answer takes a moment. */
    public DatabaseHealth look() {
        DatabaseHealth.Pool pool = pool();
        try {
            Versions found = jdbc.sql(VERSIONS).query(Versions.class).single();
            return new DatabaseHealth(found.server(), found.schema(), wanted, pool);
        } catch (DataAccessException e) {
            log.debug("The database does not answer", e);
            return new DatabaseHealth(null, null, wanted, pool);
        }
    }

    /** At the start, when the database is there in any case. */
    private static String newest(Flyway flyway) {
        return Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .max(MigrationVersion::compareTo)
                .map(MigrationVersion::getVersion)
                .orElseThrow();
    }

    /** Zeros before the first use. */
    private DatabaseHealth.Pool pool() {
        try {
            HikariDataSource hikari = dataSource.unwrap(HikariDataSource.class);
            HikariPoolMXBean pool = hikari.getHikariPoolMXBean();
            return new DatabaseHealth.Pool(
                    pool == null ? 0 : pool.getActiveConnections(),
                    hikari.getMaximumPoolSize(),
                    pool == null ? 0 : pool.getThreadsAwaitingConnection());
        } catch (SQLException e) {
            throw new IllegalStateException("The service has a pool of connections", e);
        }
    }
}
