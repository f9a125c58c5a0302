package dev.imprimatur.web.security;

import dev.imprimatur.account.Caller;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Somebody who may manage: the holder of an API token, or a person of the operator's identity
 * provider.
 *
 * @param caller who it is, and with what right at most
 */
public record AccountPrincipal(Caller caller) implements AuthenticatedPrincipal {

    /** How events name them. */
    public String actor() {
        return caller.actor();
    }

    @Override
    public String getName() {
        return caller.actor();
    }
}
