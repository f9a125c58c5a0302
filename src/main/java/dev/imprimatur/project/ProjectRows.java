package dev.imprimatur.project;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Registers many projects with one statement, as {@link ProjectRepository#ensure} does one. */
@Component
class ProjectRows {

    /** Sorted by bytes: every instance locks the rows in the same order, whatever its locale. */
    private static final String ENSURE_ALL =
            """
            INSERT INTO project (index_id, name, normalized_name, created_at)
            SELECT :index, w.name, w.normalized, :now
              FROM unnest(CAST(:names AS text[]), CAST(:normalized AS text[])) AS w (name, normalized)
             ORDER BY w.normalized COLLATE "C"
            ON CONFLICT (index_id, normalized_name) DO UPDATE SET name = project.name
            RETURNING id, index_id, name, normalized_name, blocked_reason, created_at, version,
                      (xmax = 0) AS created
            """;

    private final JdbcClient jdbc;

    ProjectRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes the rows that are not there, and holds all of them until the transaction ends.
     *
     * @param names no normalised one twice
     */
    List<Projects.Registration> ensureAll(
            String indexId, Collection<ProjectName> names, Instant now) {
        return jdbc.sql(ENSURE_ALL)
                .param("index", indexId)
                .param("names", texts(names, ProjectName::display))
                .param("normalized", texts(names, ProjectName::normalized))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> registration(row))
                .list();
    }

    private static Projects.Registration registration(ResultSet row) throws SQLException {
        return new Projects.Registration(
                new RegisteredProject(
                        row.getLong("id"),
                        row.getString("index_id"),
                        new ProjectName(row.getString("name"), row.getString("normalized_name")),
                        row.getString("blocked_reason"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getLong("version")),
                row.getBoolean("created"));
    }

    private static String[] texts(
            Collection<ProjectName> names, Function<ProjectName, String> part) {
        return names.stream().map(part).toArray(String[]::new);
    }
}
