package dev.imprimatur.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.secret.Secret;
import java.nio.ByteBuffer;
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

    /** 32 bytes that stand for this identity token together with something about it. */
    public byte[] with(String what) {
        return of(bytes, what.getBytes(UTF_8)).bytes();
    }

    static ReplayKey ofJti(String issuer, String jti) {
        return of(issuer.getBytes(UTF_8), "jti".getBytes(UTF_8), jti.getBytes(UTF_8));
    }

    static ReplayKey ofSigningInput(String issuer, byte[] signingInput) {
        return of(issuer.getBytes(UTF_8), "input".getBytes(UTF_8), Secret.sha256(signingInput));
    }

    /** Each part is preceded by its length, so that no two lists of parts are the same bytes. */
    private static ReplayKey of(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer buffer = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            buffer.putInt(part.length).put(part);
        }
        return new ReplayKey(Secret.sha256(buffer.array()));
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
