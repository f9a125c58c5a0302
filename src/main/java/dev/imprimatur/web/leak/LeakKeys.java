package dev.imprimatur.web.leak;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says whether a report is signed by one of the reporters that the operator configured: ECDSA on
 * P-256 with SHA-256 over the body as it came. Keys are never fetched.
 */
@Component
class LeakKeys {

    /** In base64; a signature of this kind has at most 72 bytes. */
    private static final int LONGEST_SIGNATURE = 100;

    private final Map<String, PublicKey> keys;

    LeakKeys(LeaksProperties properties) {
        this.keys = properties.publicKeys();
    }

    boolean none() {
        return keys.isEmpty();
    }

    /**
     * Whether the signature holds.
     *
     * @param keyId which key it is said to be made with
     * @param signature base64 of the DER form
     */
    boolean verify(@Nullable String keyId, @Nullable String signature, byte[] body) {
        PublicKey key = keyId == null ? null : keys.get(keyId);
        if (key == null || signature == null || signature.length() > LONGEST_SIGNATURE) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(body);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (IllegalArgumentException | SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA256withECDSA", e);
        }
    }
}
