package dev.imprimatur.identity;

import java.util.HexFormat;

/**
 * By what an identity token is recognised when it comes a second time: SHA-256 over the issuer and
 * the {@code jti}, or over the issuer and the signed input where the provider gives no {@code jti}.
 *
 * <p>Intent: a hash, so that no text of a stranger ever becomes an index entry; the issuer is part
 * of it, so that one issuer cannot use up the ids of another; never the signature, of which one
 * token has many accepted spellings.
 *
 * @param bytes 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; it goes into one SQL parameter
public record ReplayKey(byte[] bytes) {

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
