package dev.imprimatur.audit;

import dev.imprimatur.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/** An event log in a schema of its own, so that no event of another test is in it. */
final class EventSchema {

    private static final String SCHEMA = "event_tail";

    static final DriverManagerDataSource DATABASE = migrated();

    private EventSchema() {}

    private static DriverManagerDataSource migrated() {
        DriverManagerDataSource database =
                new DriverManagerDataSource(
                        TestDatabase.jdbcUrl()
                                + (TestDatabase.jdbcUrl().contains("?") ? "&" : "?")
                                + "currentSchema="
                                + SCHEMA,
                        TestDatabase.username(),
                        TestDatabase.password());
        Flyway.configure().dataSource(database).schemas(SCHEMA).load().migrate();
        return database;
    }

    static EventReader reader() {
        return new EventReader(JdbcClient.create(DATABASE), JsonMapper.builder().build());
    }

    static void empty() {
        JdbcClient.create(DATABASE).sql("DELETE FROM event").update();
    }

    static long insert(Connection connection, String type) throws SQLException {
        return insert(connection, type, "{}");
    }

    static long insert(Connection connection, String type, String marks) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                INSERT INTO event (at, type, actor, index_id, projects, detail)
                                VALUES (clock_timestamp(), '%s', 'tester', 'pypi', '{sample}',
                                        '{"attempt": "abc", "pending_projects": %s}')
                                RETURNING id
                                """
                                        .formatted(type, marks))) {
            row.next();
            return row.getLong(1);
        }
    }
}
