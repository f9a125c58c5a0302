package dev.imprimatur.identity;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** What looking for an issuer's signature under a token of a person comes to. */
sealed interface Proof {

    /** It signed this. */
    record Signed(JsonNode payload) implements Proof {}

    /** Nobody whom we trust is known to have signed it. */
    record None() implements Proof {}

    /** Its keys cannot be had now. */
    record Unavailable(Duration retryAfter) implements Proof {}
}
