package dev.imprimatur.token;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells whoever has just installed the service how far they have come. */
@Component
public class FirstSteps {

    private static final String DONE =
            """
            SELECT EXISTS (SELECT FROM publisher) AS publisher,
                   EXISTS (SELECT FROM upload) AS upload
            """;

    private final JdbcClient jdbc;

    FirstSteps(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What is there.
     *
     * @param publisher whether any trusted publisher is registered
     * @param upload whether an index was ever told that a file may be accepted
     */
    public record Done(boolean publisher, boolean upload) {}

    /** Looks once, with a statement that stops at the first row of each. */
    public Done done() {
        return jdbc.sql(DONE).query(Done.class).single();
    }
}
