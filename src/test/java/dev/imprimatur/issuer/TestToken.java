package dev.imprimatur.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An identity token shaped like those of GitHub Actions, good unless a test changes it: any claim
 * or header member set to anything or removed, any key, any algorithm, even raw text.
 */
public final class TestToken {

    /** The audience that a token has unless told otherwise. */
    public static final String AUDIENCE = "packages.example.org";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, @Nullable Object> header = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    private JWK key;
    private JWSAlgorithm algorithm = JWSAlgorithm.RS256;
    private @Nullable String headerText;
    private @Nullable String payloadText;

    private TestToken(String issuer, RSAKey key, Instant now) {
        this.key = key;
        header.put("typ", "JWT");
        header.put("alg", "RS256");
        header.put("kid", key.getKeyID());
        header.put("x5t", "mYGLuWIwMSPEBGw0pO4nBs8oyIg");
        gitHubClaims(issuer, now);
    }

    /** A token of this issuer, issued now, signed with its present key. */
    public static TestToken of(TestIssuer issuer, Clock clock) {
        return new TestToken(issuer.issuer(), issuer.signingKey(), clock.instant());
    }

    /** A token that says it is of this issuer, signed with this key. */
    public static TestToken of(String issuer, RSAKey key, Clock clock) {
        return new TestToken(issuer, key, clock.instant());
    }

    /** Sets a claim; null is the JSON null. */
    public TestToken claim(String name, @Nullable Object value) {
        claims.put(name, value);
        return this;
    }

    public TestToken withoutClaim(String name) {
        claims.remove(name);
        return this;
    }

    /** Sets {@code iat} and {@code exp}. */
    public TestToken issued(Instant at, Duration lifetime) {
        return claim("iat", at.getEpochSecond()).claim("exp", at.plus(lifetime).getEpochSecond());
    }

    /** Sets a header member; null is the JSON null. */
    public TestToken header(String name, @Nullable Object value) {
        header.put(name, value);
        return this;
    }

    public TestToken withoutHeader(String name) {
        header.remove(name);
        return this;
    }

    /** Signs with another key; the {@code kid} becomes that key's. */
    public TestToken signedWith(JWK other) {
        key = other;
        return header("kid", other.getKeyID());
    }

    /** Signs with another algorithm and says so in the header. */
    public TestToken algorithm(JWSAlgorithm other) {
        algorithm = other;
        return header("alg", other.getName());
    }

    /** Signs this text as header, whatever it is. */
    public TestToken headerText(String text) {
        headerText = text;
        return this;
    }

    /** Signs this text as payload, whatever it is. */
    public TestToken payloadText(String text) {
        payloadText = text;
        return this;
    }

    /** The payload as JSON, for a test that changes it by hand. */
    public String payloadText() {
        return payloadText != null ? payloadText : JSON.writeValueAsString(claims);
    }

    /** The header as JSON. */
    public String headerText() {
        return headerText != null ? headerText : JSON.writeValueAsString(header);
    }

    /** The value of a claim as it will be signed. */
    public @Nullable Object claim(String name) {
        return claims.get(name);
    }

    /** The first two parts: what is signed. */
    public String signingInput() {
        return encode(headerText().getBytes(UTF_8)) + "." + encode(payloadText().getBytes(UTF_8));
    }

    /** The signed token in compact form. */
    public String text() {
        String input = signingInput();
        return input + "." + signature(input.getBytes(UTF_8));
    }

    /** Base64url without padding. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Base64URL signature(byte[] input) {
        try {
            if (key instanceof RSAKey rsa && algorithm.equals(JWSAlgorithm.RS256)) {
                return ManyPrimes.sign(rsa, MessageDigest.getInstance("SHA-256").digest(input));
            }
            return signer().sign(new JWSHeader(algorithm), input);
        } catch (JOSEException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private JWSSigner signer() throws JOSEException {
        return switch (key) {
            case RSAKey rsa ->
                    new RSASSASigner(rsa.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()));
            case ECKey ec -> new ECDSASigner(ec);
            default -> throw new IllegalStateException("no signer for " + key.getKeyType());
        };
    }

    private void gitHubClaims(String issuer, Instant now) {
        claim("iss", issuer).claim("aud", AUDIENCE);
        claim("sub", "repo:octo-org/octo-repo:environment:release");
        claim("jti", UUID.randomUUID().toString());
        issued(now, Duration.ofMinutes(5));
        claim("nbf", now.minus(Duration.ofMinutes(10)).getEpochSecond());
        claim("repository", "octo-org/octo-repo").claim("repository_id", "74");
        claim("repository_owner", "octo-org").claim("repository_owner_id", "65");
        claim("repository_visibility", "public");
        claim("workflow", "release");
        claim("workflow_ref", "octo-org/octo-repo/.github/workflows/release.yml@refs/tags/v1.0");
        claim("workflow_sha", "4f2b1c0d9e8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c");
        claim(
                "job_workflow_ref",
                "octo-org/octo-repo/.github/workflows/release.yml@refs/tags/v1.0");
        claim("job_workflow_sha", "4f2b1c0d9e8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c");
        claim("ref", "refs/tags/v1.0").claim("ref_type", "tag").claim("ref_protected", "false");
        claim("sha", "4f2b1c0d9e8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c");
        claim("base_ref", "").claim("head_ref", "");
        claim("event_name", "release").claim("environment", "release");
        claim("runner_environment", "github-hosted");
        claim("run_id", "11234").claim("run_number", "7").claim("run_attempt", "2");
        claim("check_run_id", "99").claim("actor", "octocat").claim("actor_id", "583231");
    }
}
