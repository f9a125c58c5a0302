package dev.imprimatur.publisher;

/**
 * A publisher that an identity matches.
 *
 * @param id the publisher's id
 * @param grantId the number of what it says now: a change of the publisher draws another one
 * @param reach what it may publish
 * @param pinned whether it is bound to the identity's ids already; otherwise this would be its
 *     first use
 */
public record TrustedPublisher(long id, long grantId, Reach reach, boolean pinned) {}
