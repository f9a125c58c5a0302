package dev.imprimatur.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who calls the management API, and with what right at most. What they may do with a project is for
 * {@code project.Access} to say.
 *
 * @param actor how events name them
 * @param account the person; null: an API token of the operator's, which is nobody's own
 * @param apiToken the id of the API token that was presented; null: the person came themselves,
 *     with an access token
 * @param administrator whether the person, or the operator whose token it is, may do everything
 * @param member whether it is one of those who may claim names where members may
 * @param scope what the credentials are good for at most
 * @param projects the projects that the credentials are limited to; null: none is out of reach
 */
public record Caller(
        String actor,
        @Nullable Account account,
        @Nullable Long apiToken,
        boolean administrator,
        boolean member,
        Scope scope,
        @Nullable List<ProjectGlob> projects) {

    /** Credentials of the operator's without any limit. */
    public static Caller operator(String actor) {
        return new Caller(actor, null, null, true, true, Scope.ADMIN, null);
    }

    /** A person who came with an access token of the operator's identity provider. */
    public static Caller person(Account account, boolean administrator, boolean member) {
        return new Caller(
                account.actor(),
                account,
                null,
                administrator,
                administrator || member,
                Scope.ADMIN,
                null);
    }

    /** Who is limited as one: all credentials of one person, or one API token of the operator's. */
    public String holder() {
        return account == null ? actor : account.actor();
    }

    /**
     * Whether nothing is out of reach. Intent: an operator's token that was limited is no
     * administrator, whoever made it.
     */
    public boolean isAdmin() {
        return administrator && scope == Scope.ADMIN && projects == null;
    }
}
