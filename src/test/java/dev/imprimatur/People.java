package dev.imprimatur;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.NewApiToken;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts, their parts in projects and their API tokens, for a {@link ServiceTest}. */
public final class People {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    private final ServiceClient client;
    private final JdbcClient jdbc;
    private final ApiTokens tokens;

    public People(int port, JdbcClient jdbc, ApiTokens tokens) {
        this.client = new ServiceClient(port);
        this.jdbc = jdbc;
        this.tokens = tokens;
    }

    /** Somebody new, who was here once. */
    public Account account() {
        long number = NUMBERS.incrementAndGet();
        String name = "person-" + Long.toString(number, 36);
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        long id =
                jdbc.sql(
                                """
                                INSERT INTO account
                                    (issuer, subject, name, email, created_at, last_seen_at)
                                VALUES ('https://people.test', :name, :name, :email, now(), now())
                                RETURNING id
                                """)
                        .param("name", name)
                        .param("email", name + "@people.test")
                        .query(Long.class)
                        .single();
        return new Account(id, name, name + "@people.test", now);
    }

    /** Somebody new with a part in a project that is there. */
    public Account account(String role, String index, String project) {
        Account account = account();
        join(account, role, index, project);
        return account;
    }

    public void join(Account account, String role, String index, String project) {
        int rows =
                jdbc.sql(
                                """
                                INSERT INTO member (project_id, account_id, role, added_at, added_by)
                                SELECT id, :account, :role, now(), 'system' FROM project
                                 WHERE index_id = :index AND normalized_name = :project
                                """)
                        .param("account", account.id())
                        .param("role", role)
                        .param("index", index)
                        .param("project", project)
                        .update();
        if (rows != 1) {
            throw new IllegalStateException("No project " + project);
        }
    }

    /** A client with an API token of this account; null: of the operator. */
    public ServiceClient as(@Nullable Account account, Scope scope, ProjectGlob... globs) {
        return client.with("Bearer " + token(account, scope, globs));
    }

    /** The text of such a token. */
    public String token(@Nullable Account account, Scope scope, ProjectGlob... globs) {
        String name = "token-" + Long.toString(NUMBERS.incrementAndGet(), 36);
        List<ProjectGlob> projects = globs.length == 0 ? null : List.of(globs);
        NewApiToken wanted = new NewApiToken(name, account, scope, projects, null);
        return switch (tokens.create(wanted, "system")) {
            case ApiTokens.Created created -> created.secret().reveal();
            case ApiTokens.Creation other -> throw new IllegalStateException(other.toString());
        };
    }
}
