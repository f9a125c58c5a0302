package dev.imprimatur.identity;

import java.time.Duration;

/** What looking at an identity token comes to: an {@link Identity}, or why there is none. */
public sealed interface Verification {

    /**
     * It is no identity token of a provider that we know: nothing was fetched, nothing verified.
     */
    record Malformed(String reason) implements Verification {}

    /** Its provider is known, and the operator switched it off: nothing was fetched or verified. */
    record SwitchedOff() implements Verification {}

    /**
     * A known provider's, but not one that counts: signature, key, algorithm, times, audience,
     * claims.
     */
    record Invalid(String reason) implements Verification {}

    /** Its provider's keys cannot be had now; the same token may be good later. */
    record IssuerUnavailable(String reason, Duration retryAfter) implements Verification {}

    /** The proven identity. */
    record Proven(Identity identity) implements Verification {}
}
