package dev.imprimatur.identity;

import tools.jackson.databind.node.ObjectNode;

/**
 * An identity token whose signature holds: its issuer said this, but whether it counts here and now
 * is not known yet.
 *
 * @param payload the claims
 * @param signingInput header and payload as they were signed (RFC 7515, section 2)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; it goes into one hash
record SignedToken(ObjectNode payload, byte[] signingInput) {}
