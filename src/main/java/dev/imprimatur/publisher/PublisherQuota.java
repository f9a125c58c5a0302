package dev.imprimatur.publisher;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.project.PackageIndex;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps one account from filling the registry. Limit: requests of one moment do not see each other,
 * so that a few more may get in.
 */
@Component
class PublisherQuota {

    /** Those registered by the person, and by their API tokens: {@code account:name/token}. */
    private static final String COUNT =
            """
            SELECT count(*)
              FROM publisher
             WHERE index_id = :index
               AND (created_by = :actor
                    OR (created_by ~>=~ (:actor || '/') AND created_by ~<~ (:actor || '0')))
            """;

    private final JdbcClient jdbc;

    PublisherQuota(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many publishers a caller may still add in an index. */
    long left(PackageIndex index, Caller caller) {
        Account account = caller.account();
        if (account == null || caller.administrator()) {
            return Long.MAX_VALUE;
        }
        return index.names().publishersPerAccount()
                - jdbc.sql(COUNT)
                        .param("index", index.id())
                        .param("actor", account.actor())
                        .query(Long.class)
                        .single();
    }
}
