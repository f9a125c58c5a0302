package dev.imprimatur.web.security;

import dev.imprimatur.account.ApiToken;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Somebody who may manage: today the holder of an API token, later also a person of the operator's
 * identity provider.
 *
 * @param actor how events name them
 */
public record AccountPrincipal(String actor) implements AuthenticatedPrincipal {

    static AccountPrincipal of(ApiToken token) {
        return new AccountPrincipal(token.actor());
    }

    @Override
    public String getName() {
        return actor;
    }
}
