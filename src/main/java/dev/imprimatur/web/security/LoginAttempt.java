package dev.imprimatur.web.security;

import java.time.Instant;

/**
 * What a browser carries while it is at an identity provider.
 *
 * @param provider the id of the identity provider
 * @param state what it must come back with
 * @param nonce whose hash the ID token must have
 * @param verifier that the token endpoint wants with the code (RFC 7636)
 * @param next the page that was asked for
 * @param until when the attempt is over
 */
record LoginAttempt(
        String provider, String state, String nonce, String verifier, String next, Instant until) {

    /** Short enough for a cookie, whatever page was asked for. */
    private static final int LONGEST_TEXT = 4000;

    static boolean fits(String cookie) {
        return cookie.length() <= LONGEST_TEXT;
    }
}
