package dev.imprimatur.web.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a browser's session keeps of who signed in. The account and the API token are looked up with
 * each request, so that a token which is removed ends the sessions that began with it.
 *
 * <p>Limit: what the identity provider said of a person at their sign-in holds until the session
 * ends.
 *
 * @param apiToken the id of the API token that they signed in with; null: with the identity
 *     provider
 * @param account the id of the account of a person; null: an API token says who it is
 * @param administrator what the identity provider said of the person
 * @param member likewise
 * @param until when the session ends, however busy it is
 */
record SignedIn(
        @Nullable Long apiToken,
        @Nullable Long account,
        boolean administrator,
        boolean member,
        Instant until) {

    static SignedIn of(AccountPrincipal principal, Instant until) {
        var caller = principal.caller();
        boolean person = caller.apiToken() == null;
        return new SignedIn(
                caller.apiToken(),
                caller.account() == null ? null : caller.account().id(),
                person && caller.administrator(),
                person && caller.member(),
                until);
    }

    /** By what all sessions of one account are found. */
    String principalName() {
        return account == null ? "api-token:" + apiToken : "account:" + account;
    }
}
