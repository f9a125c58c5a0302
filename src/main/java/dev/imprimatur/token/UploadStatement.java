package dev.imprimatur.token;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imprimatur.SharedStatement;
import dev.imprimatur.audit.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** Makes a yes about a file true, unless the token, its publisher or its project was lost. */
@Component
class UploadStatement {

    private static final String WANTED =
            """
            WITH wanted AS (
                SELECT *
                  FROM json_to_recordset(CAST(:uploads AS json)) AS w (
                       number int, token bigint, at timestamptz, index_id text, display text,
                       project text, version text, filename text, sha256 bytea, publisher bigint,
                       grant_id bigint, fields jsonb, actor text, detail jsonb)
            )\
            """;

    /** Whether the publisher is still there for the project, and the project open. */
    private static final String STANDS =
            """
            EXISTS (SELECT FROM publisher p
                             JOIN project j ON j.index_id = w.index_id
                                           AND j.normalized_name = w.project
                                           AND j.pending_until IS NULL
                                           AND (p.project_id IS NULL OR p.project_id = j.id)
                            WHERE p.grant_id = w.grant_id AND j.blocked_reason IS NULL
                              AND j.id <> ALL (t.taken_from))\
            """;

    /** The id comes first: of two rows that say the same, nothing else tells which is whose. */
    private static final String LEDGER =
            """
            , authorized AS (
                INSERT INTO upload (id, index_id, project, normalized_name, version, filename, sha256,
                                    upload_token_id, provider, publisher_id, publisher, claims,
                                    issuer, jti, authorized_at)
                OVERRIDING SYSTEM VALUE
                SELECT id, index_id, display, project, version, filename, sha256,
                       token, provider, publisher, fields, claims,
                       issuer, jti, at
                  FROM usable
            ), told AS (
                INSERT INTO event (at, type, actor, index_id, projects, detail)
                SELECT at, :type, actor, index_id, ARRAY[project],
                       jsonb_build_object('upload', id, 'upload_token', token) || detail
                  FROM usable
            )
            SELECT number, id FROM usable
            """;

    /**
     * Each token is looked up by itself: PostgreSQL expects a hundred uploads in whatever JSON it
     * gets, and would read all tokens for them.
     */
    static final String USE =
            """
            %s, usable AS MATERIALIZED (
                SELECT w.*, t.provider, t.claims, t.issuer, t.jti,
                       nextval(pg_get_serial_sequence('upload', 'id')) AS id
                  FROM wanted w
                 CROSS JOIN LATERAL (SELECT * FROM upload_token WHERE id = w.token LIMIT 1) t
                 WHERE t.revoked_at IS NULL
                   AND %s
            )
            %s"""
                    .formatted(WANTED, STANDS, LEDGER);

    /**
     * Of many that come with one single-use token at once, the row lock lets one through. Of one
     * upload: its token is looked up as a value, for the same reason.
     */
    static final String CONSUME =
            """
            %s, usable AS (
                UPDATE upload_token t
                   SET consumed_at = w.at
                  FROM wanted w
                 WHERE t.id = (SELECT token FROM wanted) AND t.id = w.token
                   AND t.consumed_at IS NULL AND t.revoked_at IS NULL
                   AND %s
                RETURNING w.*, t.provider, t.claims, t.issuer, t.jti,
                          nextval(pg_get_serial_sequence('upload', 'id')) AS id
            )
            %s"""
                    .formatted(WANTED, STANDS, LEDGER);

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final SharedStatement<Row, Optional<Long>> shared =
            new SharedStatement<>(1, rows -> write(USE, rows));

    UploadStatement(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * What is written of one upload.
     *
     * @param at in ISO 8601
     * @param sha256 as PostgreSQL writes bytes
     * @param publisher its id; what it says is in the fields, and has the number of the grant
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Row(
            long token,
            String at,
            String indexId,
            String display,
            String project,
            @Nullable String version,
            @Nullable String filename,
            @Nullable String sha256,
            long publisher,
            long grantId,
            Map<String, String> fields,
            String actor,
            Map<String, String> detail) {}

    /** The id of the upload, whose token stays good; empty: something was lost in this moment. */
    Optional<Long> use(Row row) {
        return shared.ask(row);
    }

    /**
     * The same, and the token is used up. Not together with others: two statements that lock rows
     * of the same tokens could wait for each other.
     */
    Optional<Long> consume(Row row) {
        return write(CONSUME, List.of(row)).getFirst();
    }

    private List<Optional<Long>> write(String statement, List<Row> rows) {
        List<Numbered> uploads = new ArrayList<>();
        rows.forEach(row -> uploads.add(new Numbered(uploads.size(), row)));
        List<Optional<Long>> ids =
                new ArrayList<>(Collections.nCopies(rows.size(), Optional.empty()));
        jdbc.sql(statement)
                .param("uploads", json.writeValueAsString(uploads))
                .param("type", EventType.UPLOAD_AUTHORIZED.wireName())
                .query(
                        (RowCallbackHandler)
                                row ->
                                        ids.set(
                                                row.getInt("number"),
                                                Optional.of(row.getLong("id"))));
        return ids;
    }

    private record Numbered(int number, @JsonUnwrapped Row row) {}
}
