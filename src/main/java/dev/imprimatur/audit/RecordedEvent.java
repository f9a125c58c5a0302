package dev.imprimatur.audit;

import java.time.Instant;

/**
 * One line of the audit log, as it was written.
 *
 * @param id the order of the log
 * @param at when it happened
 * @param event what happened
 */
public record RecordedEvent(long id, Instant at, Event event) {}
