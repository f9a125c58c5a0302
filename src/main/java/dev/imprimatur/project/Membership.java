package dev.imprimatur.project;

import java.time.Instant;

/**
 * The part that an account has in a project, seen from the account.
 *
 * @param indexId the package index of the project
 * @param name as its maintainers write it, and as it is compared
 * @param role which part
 * @param addedAt since when
 */
public record Membership(String indexId, ProjectName name, Role role, Instant addedAt) {}
