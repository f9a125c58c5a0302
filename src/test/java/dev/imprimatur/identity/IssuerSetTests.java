package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.identity.Verification.Invalid;
import dev.imprimatur.identity.Verification.Malformed;
import dev.imprimatur.identity.Verification.Proven;
import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.ProviderDefinition.Replay;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The issuers are a closed set, and each is for itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuerSetTests {

    private TestVerifier verifier;

    @BeforeAll
    void start() {
        verifier = TestVerifier.start();
    }

    @AfterAll
    void stop() {
        verifier.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s/",
                "%s.",
                "%s/..",
                "%s//",
                "%s?x",
                "%s#x",
                "%s.evil.example",
                "%s@evil.example",
                "%s:80",
                "%s%%2f",
                "%s\\",
                "%s\t",
                " %s",
                "%s ",
                "%s\n",
                "x%s",
                "%s/enterprise",
                "HTTP://127.0.0.1:%d",
                "https://127.0.0.1:%d",
                "http://user@127.0.0.1:%d",
                "http://127.0.0.1.:%d",
                "http://127.0.0.1:0%d",
                "http://127.0.0.1",
                "http:/127.0.0.1:%d",
                "http://127.1:%d",
                "http://localhost:%d",
                "http://１２７.0.0.1:%d",
                "http://127%%2e0.0.1:%d",
                "http://127.0.0.1\t:%d",
                "http:\\\\127.0.0.1:%d",
                "",
                "null"
            })
    @DisplayName("Hazard 3: an issuer is the exact string or it is unknown, and nothing is asked")
    void anIssuerThatIsNotTheExactStringIsUnknown(String spelling) {
        String issuer = verifier.issuer.issuer();
        String port = issuer.substring(issuer.lastIndexOf(':') + 1);
        String other = spelling.replace("%s", issuer).replace("%d", port).replace("%%", "%");

        assertThat(verifier.verify(verifier.token().claim("iss", other)))
                .isEqualTo(
                        new Malformed(
                                "The issuer of the identity token is none that is trusted here"));
        assertThat(verifier.issuer.discoveryRequests()).isZero();
        assertThat(verifier.issuer.otherRequests()).isZero();
    }

    @Test
    @DisplayName("Hazard 15: the key of another issuer, with the same key id")
    void anIssuersKeyIsNoOtherIssuersKey() {
        try (TestIssuer one = TestIssuer.start();
                TestIssuer other = TestIssuer.start();
                TestVerifier both = of(one, other)) {
            String keyId = one.signingKey().getKeyID();
            both.verify(both.token());

            TestToken crossed = both.token().signedWith(other.signingKey()).header("kid", keyId);

            assertThat(both.verify(crossed)).isInstanceOf(Invalid.class);
        }
    }

    @Test
    @DisplayName("Hazard 17: identical claims of two issuers are two identities")
    void theSameClaimsOfAnotherIssuerAreAnotherProviders() {
        try (TestIssuer one = TestIssuer.start();
                TestIssuer other = TestIssuer.start();
                TestVerifier both = of(one, other)) {
            TestToken ofOne = TestToken.of(one, both.clock).claim("jti", "same");
            TestToken ofOther = TestToken.of(other, both.clock).claim("jti", "same");

            assertThat(proven(both, ofOne).provider().id()).isEqualTo("one");
            assertThat(proven(both, ofOther).provider().id()).isEqualTo("other");
        }
    }

    @Test
    @DisplayName("Hazard 12: one jti of two issuers is two replay keys")
    void theSameJtiOfAnotherIssuerIsAnotherReplayKey() {
        try (TestIssuer one = TestIssuer.start();
                TestIssuer other = TestIssuer.start();
                TestVerifier both = of(one, other)) {
            TestToken ofOne = TestToken.of(one, both.clock).claim("jti", "same");
            TestToken ofOther = TestToken.of(other, both.clock).claim("jti", "same");

            assertThat(proven(both, ofOne).replayKey().toString())
                    .isNotEqualTo(proven(both, ofOther).replayKey().toString());
        }
    }

    private static TestVerifier of(TestIssuer one, TestIssuer other) {
        return TestVerifier.of(one, provider("one", one), provider("other", other));
    }

    private static ProviderDefinition provider(String id, TestIssuer issuer) {
        return TestVerifier.provider(id, issuer.issuer(), Replay.JTI, Set.of("RS256"));
    }

    private static Identity proven(TestVerifier verifier, TestToken token) {
        Verification verification = verifier.verify(token);
        assertThat(verification).isInstanceOf(Proven.class);
        return ((Proven) verification).identity();
    }
}
