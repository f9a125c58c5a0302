package dev.imprimatur.web.security;

import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Caller;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Says whether credentials that were good at the beginning of a long answer still are.
 *
 * <p>Limit: what an identity provider says of a person holds until their access token expires.
 */
@Component
public class StandingCredentials {

    private final ApiTokens apiTokens;
    private final Clock clock;

    StandingCredentials(ApiTokens apiTokens, Clock clock) {
        this.apiTokens = apiTokens;
        this.clock = clock;
    }

    /** Whether they would be let in again. */
    public boolean hold(AccountPrincipal account) {
        Instant until = account.expiresAt();
        if (until != null && !clock.instant().isBefore(until)) {
            return false;
        }
        Caller caller = account.caller();
        return caller.apiToken() == null || apiTokens.isGood(caller.apiToken());
    }
}
