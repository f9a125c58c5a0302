package dev.imprimatur.project;

import java.util.List;

/**
 * The rules of one index for names that are not registered yet, as configured.
 *
 * @param claimedBy who may claim one
 * @param reserved names that only administrators register
 * @param pendingPerAccount how many pending projects one account may hold at a time
 * @param publishersPerAccount how many publishers one account may have registered that are there
 */
public record NameRules(
        ClaimedBy claimedBy,
        List<NamePattern> reserved,
        int pendingPerAccount,
        int publishersPerAccount) {

    /** Where the operator says nothing. */
    static final NameRules USUAL = new NameRules(ClaimedBy.ADMINS, List.of(), 20, 1000);

    /** Who may claim a name. */
    public enum ClaimedBy {
        /** Whoever has an account. */
        ANYONE,
        /** Those whom the operator's identity provider calls members. */
        MEMBERS,
        /** Administrators alone. */
        ADMINS
    }
}
