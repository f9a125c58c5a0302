package dev.imprimatur.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token as lists show it: everything but its text, which is nowhere.
 *
 * @param id by which it is removed
 * @param name what its holder calls it; no two of one account have the same
 * @param account for whom it acts; null: for the operator
 * @param scope what it is good for at most
 * @param projects the projects that it is limited to; null: none is out of reach
 * @param createdAt when it was created
 * @param expiresAt from when on it is refused; null: it does not expire
 * @param lastUsedAt when it was used last, to the minute; null: never
 */
public record ApiToken(
        long id,
        String name,
        @Nullable Account account,
        Scope scope,
        @Nullable List<ProjectGlob> projects,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    /** How events name the one who holds it. */
    public String actor() {
        return account == null ? "api-token:" + name : account.actor() + "/" + name;
    }

    /**
     * The caller who presents it. Intent: a person's standing comes with each of their access
     * tokens and is kept nowhere, so what acts for an account is never an administrator or a
     * member, whatever the person is.
     */
    public Caller caller() {
        boolean operators = account == null;
        return new Caller(actor(), account, id, operators, operators, scope, projects);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
