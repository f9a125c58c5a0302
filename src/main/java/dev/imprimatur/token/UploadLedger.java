package dev.imprimatur.token;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.ProviderDefinition.Link;
import dev.imprimatur.provider.Providers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
             WHERE index_id = :index
               AND (CAST(:project AS text) IS NULL OR normalized_name = :project)
               AND id < :before
             ORDER BY id DESC
             LIMIT :limit
            """;

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Providers providers;
    private final JsonMapper json;

    UploadLedger(JdbcClient jdbc, Providers providers, JsonMapper json) {
        this.jdbc = jdbc;
        this.providers = providers;
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
        return jdbc.sql(PAGE)
                .param("index", index.id())
                .param("project", project == null ? null : project.normalized())
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
        Map<String, String> claims = json.readValue(row.getString("claims"), TEXTS);
        Optional<ProviderDefinition> provider = providers.ofId(row.getString("provider"));
        return new Upload.Provenance(
                row.getString("provider"),
                json.readValue(row.getString("publisher"), TEXTS),
                claims,
                provider.flatMap(p -> p.link(Link.SOURCE, claims)).orElse(null),
                provider.flatMap(p -> p.link(Link.RUN, claims)).orElse(null),
                row.getString("issuer"),
                row.getString("jti"));
    }
}
