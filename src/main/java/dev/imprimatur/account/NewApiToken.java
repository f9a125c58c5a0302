package dev.imprimatur.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token that is yet to be made; whether its maker may make it was looked at before.
 *
 * @param name what its holder calls it
 * @param account for whom it acts; null: for the operator
 * @param scope what it is good for at most
 * @param projects the projects that it is limited to; null: none is out of reach
 * @param expiresAt from when on it is refused; null: nobody said when
 */
public record NewApiToken(
        String name,
        @Nullable Account account,
        Scope scope,
        @Nullable List<ProjectGlob> projects,
        @Nullable Instant expiresAt) {

    NewApiToken expiringAt(@Nullable Instant time) {
        return new NewApiToken(name, account, scope, projects, time);
    }

    /** The operator's, without any limit. */
    static NewApiToken unlimited(String name) {
        return new NewApiToken(name, null, Scope.ADMIN, null, null);
    }
}
