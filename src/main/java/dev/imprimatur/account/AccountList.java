package dev.imprimatur.account;

import static java.util.Locale.ROOT;

import dev.imprimatur.StorableText;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lists accounts for administrators. Who is an administrator, the caller looks at: addresses are in
 * it.
 */
@Component
public class AccountList {

    private static final String SELECT =
            """
            SELECT a.id, a.name, a.email, a.created_at, a.last_seen_at,
                   (SELECT count(*) FROM api_token t WHERE t.account_id = a.id) AS api_tokens
              FROM %s a
             ORDER BY a.name USING ~<~
             LIMIT :limit
            """;

    /** Names are walked in the order of their bytes, in which a beginning is a range. */
    private static final String WALK =
            """
            (SELECT * FROM account
              WHERE name ~>~ :after AND %s
              ORDER BY name USING ~<~
              LIMIT :limit)
            """;

    private static final String ALL = SELECT.formatted(WALK.formatted("true"));

    /** Two walks, each through an index of its own; whoever is found by both is there once. */
    private static final String BEGINNING =
            SELECT.formatted(
                    "(%s UNION %s)"
                            .formatted(
                                    WALK.formatted("name ~>=~ :from AND name ~<~ :to"),
                                    WALK.formatted(
                                            "lower(email) ~>=~ :from AND lower(email) ~<~ :to")));

    /** Behind every text that begins in the same way. */
    private static final String END = "\uffff";

    /** No name and no address is longer. */
    private static final int LONGEST = 254;

    private final JdbcClient jdbc;

    AccountList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The accounts by their names.
     *
     * @param begin what the name or the mail address begins with, in upper or lower case; empty:
     *     all
     * @param after only those behind this name; empty: from the first on
     * @param limit at most so many
     */
    public List<ListedAccount> page(String begin, String after, int limit) {
        String from = begin.strip().toLowerCase(ROOT);
        if (from.length() > LONGEST || !StorableText.is(from) || !StorableText.is(after)) {
            return List.of();
        }
        JdbcClient.StatementSpec page =
                from.isEmpty()
                        ? jdbc.sql(ALL)
                        : jdbc.sql(BEGINNING).param("from", from).param("to", from + END);
        return page.param("after", after)
                .param("limit", limit)
                .query(
                        (row, number) ->
                                new ListedAccount(
                                        AccountRows.account(row),
                                        row.getObject("last_seen_at", OffsetDateTime.class)
                                                .toInstant(),
                                        row.getInt("api_tokens")))
                .list();
    }
}
