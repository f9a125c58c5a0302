package dev.imprimatur.identity;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the key sets in PostgreSQL, shared by all instances. */
final class PostgresStoredKeys implements StoredKeys {

    private static final String LOAD =
            """
            SELECT jwks, fetched_at
            FROM issuer_keys
            WHERE issuer = :issuer
            """;

    private static final String SAVE =
            """
            INSERT INTO issuer_keys (issuer, jwks, fetched_at)
            VALUES (:issuer, :jwks, :fetched_at)
            ON CONFLICT (issuer) DO UPDATE
            SET jwks = excluded.jwks, fetched_at = excluded.fetched_at
            WHERE issuer_keys.fetched_at < excluded.fetched_at
            """;

    private final JdbcClient jdbc;

    PostgresStoredKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Optional<StoredKeySet> load(String issuer) {
        return jdbc.sql(LOAD)
                .param("issuer", issuer)
                .query(
                        (row, number) ->
                                new StoredKeySet(
                                        row.getString("jwks"),
                                        row.getObject("fetched_at", OffsetDateTime.class)
                                                .toInstant()))
                .optional();
    }

    @Override
    public void save(String issuer, StoredKeySet keys) {
        jdbc.sql(SAVE)
                .param("issuer", issuer)
                .param("jwks", keys.text())
                .param("fetched_at", keys.fetchedAt().atOffset(ZoneOffset.UTC))
                .update();
    }
}
