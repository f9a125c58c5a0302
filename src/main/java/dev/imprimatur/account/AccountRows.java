package dev.imprimatur.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of accounts. */
@Component
class AccountRows {

    private static final String SELECT =
            "SELECT id, name, email, created_at, last_seen_at FROM account ";

    private static final String BY_SUBJECT =
            SELECT + "WHERE issuer = :issuer AND subject = :subject";

    private static final String BY_ID = SELECT + "WHERE id = :id";

    private static final String BY_NAME = SELECT + "WHERE name = :name";

    private static final String INSERT =
            """
            INSERT INTO account (issuer, subject, name, email, created_at, last_seen_at)
            VALUES (:issuer, :subject, :name, :email, :now, :now)
            ON CONFLICT DO NOTHING
            RETURNING id, name, email, created_at
            """;

    /** Whoever else writes the same row at this moment writes the same: nobody waits for them. */
    private static final String SEEN =
            """
            UPDATE account SET email = :email, last_seen_at = :now
             WHERE id = (SELECT id FROM account WHERE id = :id FOR NO KEY UPDATE SKIP LOCKED)
            """;

    private final JdbcClient jdbc;

    AccountRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An account, and when it was here last, to the hour. */
    record Visitor(Account account, Instant lastSeenAt) {}

    Optional<Visitor> ofSubject(String issuer, String subject) {
        return jdbc.sql(BY_SUBJECT)
                .param("issuer", issuer)
                .param("subject", subject)
                .query(
                        (row, number) ->
                                new Visitor(
                                        account(row),
                                        row.getObject("last_seen_at", OffsetDateTime.class)
                                                .toInstant()))
                .optional();
    }

    Optional<Account> ofId(long id) {
        return jdbc.sql(BY_ID).param("id", id).query((row, number) -> account(row)).optional();
    }

    Optional<Account> ofName(String name) {
        return jdbc.sql(BY_NAME)
                .param("name", name)
                .query((row, number) -> account(row))
                .optional();
    }

    /** Adds an account; empty where the person, or the name, is there already. */
    Optional<Account> add(
            String issuer, String subject, String name, @Nullable String email, Instant now) {
        return jdbc.sql(INSERT)
                .param("issuer", issuer)
                .param("subject", subject)
                .param("name", name)
                .param("email", email)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> account(row))
                .optional();
    }

    void seen(long id, @Nullable String email, Instant now) {
        jdbc.sql(SEEN)
                .param("id", id)
                .param("email", email)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getLong("id"),
                row.getString("name"),
                row.getString("email"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
