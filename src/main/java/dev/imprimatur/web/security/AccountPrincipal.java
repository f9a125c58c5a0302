package dev.imprimatur.web.security;

import dev.imprimatur.account.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Somebody who may manage: the holder of an API token, or a person of the operator's identity
 * provider.
 *
 * @param caller who it is, and with what right at most
 * @param expiresAt when the access token that they came with expires; null: they came with an API
 *     token, which may be removed at any time
 */
public record AccountPrincipal(Caller caller, @Nullable Instant expiresAt)
        implements AuthenticatedPrincipal {

    /** How events name them. */
    public String actor() {
        return caller.actor();
    }

    @Override
    public String getName() {
        return caller.actor();
    }
}
