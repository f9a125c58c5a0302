package dev.imprimatur.token;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the provenance ledger: what an index was told it may accept. */
@Component
public class UploadLedger {

    private static final String PAGE =
            """
            SELECT id, project, version, filename, sha256, provider, publisher, claims, issuer, jti,
                   authorized_at
              FROM upload
             WHERE index_id = :index AND id < :before
             ORDER BY id DESC
             LIMIT :limit
            """;

    private static final String PAGE_OF_PROJECT =
            PAGE.replace("AND id < :before", "AND normalized_name = :project AND id < :before");

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Provenances provenances;
    private final JsonMapper json;

    UploadLedger(JdbcClient jdbc, Provenances provenances, JsonMapper json) {
        this.jdbc = jdbc;
        this.provenances = provenances;
        this.json = json;
    }

    /**
     * The newest uploads of an index first.
     *
     * @param project only of this project; null: of all
     * @param before only those older than this id; {@link Long#MAX_VALUE}: from the newest on
     * @param limit at most so many
     */
    public List<Upload> page(
            PackageIndex index, @Nullable ProjectName project, long before, int limit) {
        JdbcClient.StatementSpec page =
                project == null
                        ? jdbc.sql(PAGE)
                        : jdbc.sql(PAGE_OF_PROJECT).param("project", project.normalized());
        return page.param("index", index.id())
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> upload(row))
                .list();
    }

    private Upload upload(ResultSet row) throws SQLException {
        byte @Nullable [] sha256 = row.getBytes("sha256");
        return new Upload(
                row.getLong("id"),
                row.getString("project"),
                row.getString("version"),
                row.getString("filename"),
                sha256 == null ? null : HexFormat.of().formatHex(sha256),
                row.getObject("authorized_at", OffsetDateTime.class).toInstant(),
                provenance(row));
    }

    private Upload.Provenance provenance(ResultSet row) throws SQLException {
        return provenances.of(
                row.getString("provider"),
                json.readValue(row.getString("publisher"), TEXTS),
                json.readValue(row.getString("claims"), TEXTS),
                row.getString("issuer"),
                row.getString("jti"));
    }
}
