package dev.imprimatur.sandbox.ci;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs what a job is, in the form that GitHub gives its identity tokens. */
final class IdentityTokens {

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final Duration NOT_BEFORE = Duration.ofMinutes(10);

    private final String issuer;
    private final SigningKeys keys;
    private final Clock clock;

    IdentityTokens(String issuer, SigningKeys keys, Clock clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.clock = clock;
    }

    /** A new token; every one has a {@code jti} of its own. Later changes win over earlier ones. */
    String sign(Job job, String audience, ClaimChanges... changes) {
        long now = clock.instant().getEpochSecond();
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("aud", audience);
        claims.put("iss", issuer);
        claims.putAll(job.claims());
        claims.put("iat", now);
        claims.put("nbf", now - NOT_BEFORE.toSeconds());
        claims.put("exp", now + LIFETIME.toSeconds());
        Arrays.stream(changes).forEach(it -> it.applyTo(claims));
        return sign(claims);
    }

    // Nimbus calls x5t deprecated; GitHub still sends it.
    @SuppressWarnings("deprecation")
    private String sign(Map<String, @Nullable Object> claims) {
        RSAKey key = keys.signing();
        try {
            JWSHeader header =
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .x509CertThumbprint(thumbprint(key))
                            .build();
            JWSObject token = new JWSObject(header, new Payload(claims));
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** GitHub's is a certificate's; these keys have none, and nobody may read anything into it. */
    private static Base64URL thumbprint(RSAKey key) throws JOSEException {
        return key.computeThumbprint("SHA-1");
    }
}
