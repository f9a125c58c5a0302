package dev.imprimatur.identity;

import dev.imprimatur.issuer.TestClock;
import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.provider.ClaimRule;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.ProviderDefinition.Replay;
import dev.imprimatur.provider.Providers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole room over one issuer (or two), as it is in the service but for clock and database. */
final class TestVerifier implements AutoCloseable {

    static final Duration WINDOW = Duration.ofSeconds(10);
    static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    static final Duration MAXIMUM_AGE = Duration.ofHours(24);

    final TestIssuer issuer;
    final TestClock clock;
    final MemoryStoredKeys stored;
    private final Keyring keyring;
    private final IdentityVerifier verifier;
    private final ProviderDefinition provider;

    private TestVerifier(
            TestIssuer issuer,
            TestClock clock,
            MemoryStoredKeys stored,
            StoredKeys used,
            Duration budget,
            List<ProviderDefinition> providers) {
        this.issuer = issuer;
        this.clock = clock;
        this.stored = stored;
        this.provider = providers.getFirst();
        Providers closedSet = new Providers(providers);
        KeysProperties properties = new KeysProperties(WINDOW, REFRESH_AFTER, MAXIMUM_AGE, budget);
        this.keyring = new Keyring(KeyIssuer.of(closedSet), used, properties, clock);
        this.verifier = new IdentityVerifier(closedSet, keyring, clock);
    }

    /** Of one issuer that behaves, with RS256. */
    static TestVerifier start() {
        return of(TestIssuer.start(), "RS256");
    }

    static TestVerifier of(TestIssuer issuer, String... algorithms) {
        return of(issuer, provider("ci", issuer.issuer(), Replay.JTI, Set.of(algorithms)));
    }

    static TestVerifier of(TestIssuer issuer, ProviderDefinition... providers) {
        return of(issuer, Duration.ofSeconds(2), providers);
    }

    static TestVerifier of(TestIssuer issuer, Duration budget, ProviderDefinition... providers) {
        MemoryStoredKeys stored = new MemoryStoredKeys();
        return new TestVerifier(
                issuer, new TestClock(), stored, stored, budget, List.of(providers));
    }

    static TestVerifier withBudget(Duration budget) {
        TestIssuer issuer = TestIssuer.start();
        return of(issuer, budget, provider("ci", issuer.issuer(), Replay.JTI, Set.of("RS256")));
    }

    /** With the keys stored elsewhere than in memory. */
    static TestVerifier over(TestIssuer issuer, StoredKeys stored) {
        return new TestVerifier(
                issuer,
                new TestClock(),
                new MemoryStoredKeys(),
                stored,
                Duration.ofSeconds(2),
                List.of(provider("ci", issuer.issuer(), Replay.JTI, Set.of("RS256"))));
    }

    /** The same service started anew: only the stored keys are left. */
    TestVerifier restarted(Duration budget) {
        return new TestVerifier(issuer, clock, stored, stored, budget, List.of(provider));
    }

    static ProviderDefinition provider(
            String id, String issuer, Replay replay, Set<String> algorithms) {
        return new ProviderDefinition(
                id,
                "Test CI",
                null,
                issuer,
                true,
                true,
                null,
                algorithms,
                Duration.ofHours(1),
                replay,
                null,
                null,
                Map.of(),
                List.of(
                        new ClaimRule("repository", ClaimRule.Type.STRING, true, true),
                        new ClaimRule("repository_id", ClaimRule.Type.ID, true, true),
                        new ClaimRule("environment", ClaimRule.Type.STRING, false, true),
                        new ClaimRule("email_verified", ClaimRule.Type.BOOLEAN, false, false)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                null);
    }

    /** A good token of the issuer, issued now. */
    TestToken token() {
        return TestToken.of(issuer, clock);
    }

    /** A token that names a key which the issuer does not have. */
    TestToken forged(String keyId) {
        return token().header("kid", keyId);
    }

    Verification verify(TestToken token) {
        return verify(token.text());
    }

    Verification verify(String text) {
        return verify(text, Set.of(TestToken.AUDIENCE, "other.example.org"));
    }

    Verification verify(String text, Set<String> audiences) {
        return verifier.verify(text, audiences);
    }

    KeyState keys() {
        return keyring.of(provider).state();
    }

    Keyring keyring() {
        return keyring;
    }

    @Override
    public void close() {
        keyring.close();
        issuer.close();
    }
}
