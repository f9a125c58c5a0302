package dev.imprimatur.bench;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.NewApiToken;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The API tokens of those who ask and are no administrators.
 *
 * @param maintainer of the seeded projects
 * @param limited the operator's, for {@code acme-*} and {@code zeta-*}
 */
record Callers(String maintainer, String limited) {

    static Callers of(ApplicationContext service) {
        ApiTokens tokens = service.getBean(ApiTokens.class);
        Account maintainer =
                service.getBean(JdbcClient.class)
                        .sql("SELECT id FROM account WHERE name = 'maintainer'")
                        .query(Long.class)
                        .optional()
                        .map(id -> new Account(id, "maintainer", null, Instant.EPOCH))
                        .orElseThrow();
        return new Callers(
                token(tokens, "maintainer", maintainer, null),
                token(
                        tokens,
                        "limited",
                        null,
                        List.of(
                                new ProjectGlob("pypi", "acme-*"),
                                new ProjectGlob("pypi", "zeta-*"))));
    }

    private static String token(
            ApiTokens tokens,
            String name,
            @Nullable Account account,
            @Nullable List<ProjectGlob> projects) {
        var wanted = new NewApiToken(name, account, Scope.PUBLISHERS_WRITE, projects, null);
        return switch (tokens.create(wanted, "system")) {
            case ApiTokens.Created created -> created.secret().reveal();
            case ApiTokens.Creation other -> throw new IllegalStateException(other.toString());
        };
    }
}
