package dev.imprimatur.account;

import java.time.Instant;

/**
 * An account as administrators see it in a list.
 *
 * @param account who
 * @param lastSeenAt when they were here last, to the hour
 * @param apiTokens how many API tokens they have, those that have expired included
 */
public record ListedAccount(Account account, Instant lastSeenAt, int apiTokens) {}
