package dev.imprimatur;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** People with an account of their own and no right beyond it, for a {@link ServiceTest}. */
public final class Claimant {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    private Claimant() {}

    /** Somebody new. */
    public static Caller in(JdbcClient jdbc) {
        String name = "claimant-" + Long.toString(NUMBERS.incrementAndGet(), 36);
        Long id =
                jdbc.sql(
                                """
                                INSERT INTO account (issuer, subject, name, created_at, last_seen_at)
                                VALUES ('https://people.test', :name, :name, now(), now())
                                RETURNING id
                                """)
                        .param("name", name)
                        .query(Long.class)
                        .single();
        Account account = new Account(id, name, null, Instant.EPOCH);
        return Caller.person(account, false, true);
    }
}
