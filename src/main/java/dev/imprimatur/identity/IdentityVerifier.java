package dev.imprimatur.identity;

import java.util.Set;

/**
 * Says whether an identity token is real: the one way from a stranger's text to an {@link
 * Identity}.
 */
public interface IdentityVerifier {

    /**
     * Verifies an identity token, cheap checks before dear ones.
     *
     * @param token the compact JWS (RFC 7515, section 3.1) as it was presented
     * @param audiences the audiences that the caller accepts
     */
    Verification verify(String token, Set<String> audiences);
}
