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

/** Writes the upload tokens that are minted at the same time, each wholly or not at all. */
@Component
class MintStatement {

    /**
     * Used up, minted and told in one statement: none of the three can be without the others. Of
     * one identity token that comes twice at once, the first is minted for. In the order of the
     * keys: two statements that use up the same identity tokens wait for each other and never both.
     */
    static final String MINT =
            """
            WITH wanted AS (
                SELECT DISTINCT ON (replay_key) *
                  FROM json_to_recordset(CAST(:orders AS json)) AS w (
                       number int, replay_key bytea, accepted_until timestamptz, hash bytea,
                       index_id text, provider text, publisher_ids bigint[], grant_ids bigint[],
                       only_projects text[], single_use boolean, issuer text, jti text,
                       claims jsonb, issued_at timestamptz, expires_at timestamptz,
                       actor text, projects text[], detail jsonb)
                 ORDER BY replay_key, number
            ), used_up AS (
                INSERT INTO replay_record (key, expires_at)
                SELECT replay_key, accepted_until
                  FROM wanted
                ON CONFLICT (key) DO NOTHING
                RETURNING key
            ), minted AS (
                INSERT INTO upload_token (hash, index_id, provider, publisher_ids, grant_ids,
                                          only_projects, single_use, issuer, jti, claims,
                                          issued_at, expires_at)
                SELECT hash, index_id, provider, publisher_ids, grant_ids,
                       only_projects, single_use, issuer, jti, claims,
                       issued_at, expires_at
                  FROM used_up JOIN wanted ON replay_key = key
                RETURNING id, hash
            ), told AS (
                INSERT INTO event (at, type, actor, index_id, projects, detail)
                SELECT issued_at, :type, actor, index_id, projects,
                       jsonb_build_object('upload_token', id, 'claims', claims) || detail
                  FROM minted JOIN wanted USING (hash)
            )
            SELECT number, id
              FROM minted JOIN wanted USING (hash)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final SharedStatement<Row, Optional<Long>> shared =
            new SharedStatement<>(1, this::write);

    MintStatement(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * What is written of one upload token.
     *
     * @param replayKey as PostgreSQL writes bytes, like the hash
     * @param issuedAt in ISO 8601, like all times here
     * @param actor of the event, like the projects and the detail
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Row(
            String replayKey,
            String acceptedUntil,
            String hash,
            String indexId,
            String provider,
            List<Long> publisherIds,
            List<Long> grantIds,
            @Nullable List<String> onlyProjects,
            boolean singleUse,
            String issuer,
            @Nullable String jti,
            Map<String, String> claims,
            String issuedAt,
            String expiresAt,
            String actor,
            List<String> projects,
            Map<String, ?> detail) {}

    /** The id of the upload token; empty: the identity token was used up before. */
    Optional<Long> write(Row row) {
        return shared.ask(row);
    }

    private List<Optional<Long>> write(List<Row> rows) {
        List<Numbered> orders = new ArrayList<>();
        rows.forEach(row -> orders.add(new Numbered(orders.size(), row)));
        List<Optional<Long>> ids =
                new ArrayList<>(Collections.nCopies(rows.size(), Optional.empty()));
        jdbc.sql(MINT)
                .param("orders", json.writeValueAsString(orders))
                .param("type", EventType.TOKEN_MINTED.wireName())
                .query(
                        (RowCallbackHandler)
                                minted ->
                                        ids.set(
                                                minted.getInt("number"),
                                                Optional.of(minted.getLong("id"))));
        return ids;
    }

    private record Numbered(int number, @JsonUnwrapped Row row) {}
}
