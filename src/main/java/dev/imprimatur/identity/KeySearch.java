package dev.imprimatur.identity;

import java.time.Duration;

/** What looking for the key of an identity token comes to. */
sealed interface KeySearch {

    /** The key. */
    record Found(IssuerKey key) implements KeySearch {}

    /** The issuer has no such key, as of the last window. */
    record Unknown() implements KeySearch {}

    /** The issuer may have it, but cannot be asked now. */
    record Unavailable(Duration retryAfter) implements KeySearch {}
}
