package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import java.time.Instant;

/**
 * Somebody with a part in a project.
 *
 * @param account who
 * @param role which part
 * @param addedAt since when
 * @param addedBy who added them, as events name them
 */
public record Member(Account account, Role role, Instant addedAt, String addedBy) {}
