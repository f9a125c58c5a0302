package dev.imprimatur.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with the keys of a provider: for metrics and people.
 *
 * @param keys how many of the keys at hand can be used; none where they are over the maximum age
 * @param age how long ago the keys at hand were fetched; empty where there are none
 * @param failures the failed fetches since the start
 * @param lastFailure the cause of the failure that the last fetch was; empty where it was none
 * @param heldOffUntil when the next fetch may begin; empty where one may begin now
 */
record KeyState(
        int keys,
        Optional<Duration> age,
        long failures,
        Optional<String> lastFailure,
        Optional<Instant> heldOffUntil) {}
