package dev.imprimatur.identity;

/**
 * How an identity token names the key that it is signed with: an issuer may have an RSA and an EC
 * key of one id.
 *
 * @param keyId the {@code kid} (RFC 7515, section 4.1.4)
 * @param algorithm the {@code alg}, one of those of the provider
 */
record KeyReference(String keyId, String algorithm) {}
