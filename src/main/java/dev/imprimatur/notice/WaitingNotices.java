package dev.imprimatur.notice;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts the messages that were not taken by their receivers yet. */
public final class WaitingNotices {

    /** Few rows in good times, and in bad ones those of a day: then they are given up. */
    private static final String COUNT =
            """
            SELECT target, count(*) AS notices, min(created_at) AS since
              FROM delivery
             WHERE state = 'waiting'
             GROUP BY target
             ORDER BY target
            """;

    private final JdbcClient jdbc;

    WaitingNotices(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What waits for one receiver, or for everybody who gets mail.
     *
     * @param target {@code mail}, or {@code webhook:} and the configured id
     * @param notices how many, at least one
     * @param since since when the oldest waits
     */
    public record Waiting(String target, long notices, Instant since) {}

    /** By receiver; those for whom nothing waits are left out. */
    public List<Waiting> count() {
        return jdbc.sql(COUNT)
                .query(
                        (row, number) ->
                                new Waiting(
                                        row.getString("target"),
                                        row.getLong("notices"),
                                        row.getObject("since", OffsetDateTime.class).toInstant()))
                .list();
    }
}
