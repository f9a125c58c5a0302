package dev.imprimatur.identity;

import java.time.Duration;
import java.util.Optional;

/**
 * How it stands with the keys of a provider: for metrics and people.
 *
 * @param age how long ago the keys at hand were fetched; empty where there are none
 * @param failures the failed fetches since the start
 * @param lastFailure the cause of the failure that the last fetch was; empty where it was none
 */
record KeyState(Optional<Duration> age, long failures, Optional<String> lastFailure) {}
