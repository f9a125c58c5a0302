package dev.imprimatur.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes signing keys, each with a key id of its own. */
public final class TestKeys {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestKeys() {}

    /** An RSA key as issuers use it: 2048 bits. */
    public static RSAKey rsa() {
        return rsa(2048);
    }

    /** An RSA key of this size, a multiple of 64; too small ones are possible. */
    public static RSAKey rsa(int bits) {
        return ManyPrimes.key(bits, nextKeyId());
    }

    /** A key on an elliptic curve. */
    public static ECKey ec(Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(nextKeyId()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String nextKeyId() {
        return "key-" + NUMBER.incrementAndGet();
    }
}
