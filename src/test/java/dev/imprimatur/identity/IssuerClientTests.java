package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.identity.FetchedKeys.Failed;
import dev.imprimatur.identity.FetchedKeys.Fresh;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestClock;
import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.ProviderDefinition.Replay;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which an issuer answers, and none that takes longer or leads elsewhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuerClientTests {

    private static final Duration BUDGET = Duration.ofSeconds(1);

    private TestIssuer issuer;
    private ProviderDefinition provider;

    @BeforeAll
    void start() {
        issuer = TestIssuer.start();
        provider = TestVerifier.provider("ci", issuer.issuer(), Replay.JTI, Set.of("RS256"));
    }

    @AfterEach
    void recover() {
        issuer.recover();
    }

    @Test
    void anIssuerThatBehavesGivesItsKeys() throws InterruptedException {
        assertThat(fetch())
                .isInstanceOfSatisfying(
                        Fresh.class, fresh -> assertThat(fresh.keys().keys()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308})
    @DisplayName("Hazard 4: redirect from discovery or key URL followed")
    void aRedirectIsAFailureAndItsTargetIsNotAsked(int status) throws InterruptedException {
        int before = issuer.otherRequests();

        issuer.answerDiscovery(Answer.redirect(status, issuer.issuer() + "/elsewhere"));
        assertThat(fetch()).isEqualTo(new Failed("status " + status));

        issuer.recover();
        issuer.answerKeys(Answer.redirect(status, issuer.issuer() + "/elsewhere"));
        assertThat(fetch()).isEqualTo(new Failed("status " + status));

        assertThat(issuer.otherRequests()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 206, 400, 401, 403, 404, 429, 500, 503})
    void anyStatusBut200IsAFailure(int status) throws InterruptedException {
        issuer.answerKeys(Answer.status(status, "{\"keys\":[]}"));

        assertThat(fetch()).isEqualTo(new Failed("status " + status));
    }

    static Stream<Arguments> noKeySets() {
        return Stream.of(
                        "{\"keys\":[]}",
                        "{\"keys\":{}}",
                        "{\"keys\":null}",
                        "{}",
                        "[]",
                        "null",
                        "",
                        "<!doctype html><title>Sign in</title>",
                        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"",
                        "{\"keys\":[{\"kty\":\"RSA\",\"e\":\"AQAB\"}]}",
                        "{\"keys\":[]} {}",
                        "{\"keys\":[1,null,\"x\",[]]}")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("noKeySets")
    @DisplayName("Hazard 5: what is no key set, or has no usable key, is a failure")
    void aSetWithoutAUsableKeyIsAFailure(String text) throws InterruptedException {
        issuer.answerKeys(Answer.body(text));

        assertThat(fetch()).isEqualTo(new Failed("no usable key in the key set"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "<html>", "{\"issuer\":", "{\"a\":1,\"a\":2}"})
    void discoveryMustBeAJsonObject(String text) throws InterruptedException {
        issuer.answerDiscovery(Answer.body(text));

        assertThat(fetch()).isEqualTo(new Failed("no JSON object in discovery"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s/", "%s.", "https://evil.example", "", "HTTP://127.0.0.1"})
    void theIssuerInDiscoveryMustBeTheSameOctets(String spelling) throws InterruptedException {
        issuer.answerDiscovery(
                TestIssuer.discoveryDocument(
                        spelling.replace("%s", issuer.issuer()), issuer.keysUrl()));
        int before = issuer.keyRequests();

        assertThat(fetch()).isEqualTo(new Failed("another issuer in discovery"));
        assertThat(issuer.keyRequests()).isEqualTo(before);
    }

    @Test
    void theIssuerInDiscoveryMustBeAString() throws InterruptedException {
        issuer.answerDiscovery(Answer.body("{\"issuer\":[\"%s\"]}".formatted(issuer.issuer())));

        assertThat(fetch()).isEqualTo(new Failed("another issuer in discovery"));
    }

    @Test
    @DisplayName("Hazard 38: the key set of another issuer is not fetched")
    void keysAtAnotherHostAreNotFetched() throws InterruptedException {
        try (TestIssuer other = TestIssuer.start()) {
            issuer.answerDiscovery(TestIssuer.discoveryDocument(issuer.issuer(), other.keysUrl()));

            assertThat(fetch()).isEqualTo(new Failed("keys at another host"));
            assertThat(other.keyRequests()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://ci.example.org/jwks, true",
        "https://ci.example.org:443/jwks, true",
        "https://ci.example.org/jwks?v=1, true",
        "http://ci.example.org/jwks, false",
        "https://ci.example.org:8443/jwks, false",
        "https://CI.example.org/jwks, false",
        "https://ci.example.org./jwks, false",
        "https://ci.example.org@evil.example/jwks, false",
        "https://user@ci.example.org/jwks, false",
        "https://ci.example.org.evil.example/jwks, false",
        "https://ci.example.org/jwks#x, false",
        "https://ci.example.org\\@evil.example/jwks, false",
        "https://keys.example.org/jwks, false",
        "//ci.example.org/jwks, false",
        "/jwks, false",
        "file:///etc/passwd, false",
        "ftp://ci.example.org/jwks, false",
        "jar:https://ci.example.org/x!/jwks, false",
        "mailto:keys@ci.example.org, false",
        "'', false",
        "https://, false",
        "https://ci.example.org/%, false"
    })
    @DisplayName("Hazard 38: the key set is at the issuer's host, over https")
    void theKeySetIsAtTheIssuersOwnHost(String url, boolean accepted) {
        assertThat(IssuerClient.keysUrl(remote(null, true), url).isPresent()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({
        "https://keys.example.org/jwks, true",
        "https://keys.example.org:8443/jwks, true",
        "http://keys.example.org/jwks, false",
        "https://ci.example.org/jwks, false",
        "https://user@keys.example.org/jwks, false"
    })
    @DisplayName("Hazard 38: or at the one that the configuration names")
    void theKeySetIsAtTheConfiguredHost(String url, boolean accepted) {
        assertThat(IssuerClient.keysUrl(remote("keys.example.org", true), url).isPresent())
                .isEqualTo(accepted);
    }

    @Test
    @DisplayName("Hazard 38: plain http only where the configuration allows it, on loopback")
    void plainHttpIsOnlyForLoopbackThatIsAllowed() {
        ProviderDefinition forbidden = local(false);

        assertThat(IssuerClient.keysUrl(provider, issuer.keysUrl())).isPresent();
        assertThat(IssuerClient.keysUrl(forbidden, issuer.keysUrl())).isEmpty();
        assertThat(IssuerClient.keysUrl(provider, "http://localhost/jwks")).isEmpty();
        assertThat(IssuerClient.keysUrl(provider, "http://127.0.0.1:1/jwks")).isEmpty();
    }

    @Test
    @DisplayName("Hazard 38: an answer over 256 KiB is not read to its end")
    void anOversizedAnswerIsAFailure() throws InterruptedException {
        String cause = "an answer that broke off or was over 256 KiB";
        issuer.answerKeys(Answer.flood());
        assertThat(fetch()).isEqualTo(new Failed(cause));

        issuer.recover();
        issuer.answerDiscovery(Answer.body(" ".repeat(262_145)));
        assertThat(fetch()).isEqualTo(new Failed(cause));
    }

    @Test
    @DisplayName("Hazard 5: a truncated answer is a failure")
    void aTruncatedAnswerIsAFailure() throws InterruptedException {
        issuer.answerKeys(Answer.truncated("{\"keys\":[]}"));

        assertThat(fetch()).isEqualTo(new Failed("an answer that broke off or was over 256 KiB"));
    }

    static Stream<Arguments> slowAnswers() {
        return Stream.of(Arguments.of(Answer.hang()), Arguments.of(Answer.slowDrip()));
    }

    @ParameterizedTest
    @MethodSource("slowAnswers")
    @DisplayName("Hazard 38: a hanging or dripping issuer takes no more than the budget")
    void aSlowIssuerIsGivenUp(Answer slow) throws InterruptedException {
        issuer.answerDiscovery(slow);
        assertThat(fetchWithinBudget()).isEqualTo(new Failed("time-out"));

        issuer.recover();
        issuer.answerKeys(slow);
        assertThat(fetchWithinBudget()).isEqualTo(new Failed("time-out"));
    }

    @Test
    @DisplayName("Hazard 38: the budget is one for discovery and keys together")
    void discoveryAndKeysShareTheBudget() throws InterruptedException {
        Duration most = BUDGET.multipliedBy(3).dividedBy(4);
        issuer.answerDiscovery(
                Answer.delayed(
                        most, TestIssuer.discoveryDocument(issuer.issuer(), issuer.keysUrl())));
        issuer.answerKeys(Answer.delayed(most, issuer.publishedKeys()));

        assertThat(fetchWithinBudget()).isEqualTo(new Failed("time-out"));
    }

    @Test
    void anIssuerThatIsDownIsAFailure() throws InterruptedException {
        String gone;
        try (TestIssuer stopped = TestIssuer.start()) {
            gone = stopped.issuer();
        }
        try (IssuerClient client = new IssuerClient(new TestClock(), BUDGET)) {
            assertThat(
                            client.fetch(
                                    TestVerifier.provider(
                                            "gone", gone, Replay.JTI, Set.of("RS256"))))
                    .isEqualTo(new Failed("no connection"));
        }
    }

    @Test
    void anIssuerWithASlashAtItsEndIsAskedWithoutAnEmptyPart() throws InterruptedException {
        String slashed = issuer.issuer() + "/";
        issuer.answerDiscovery(TestIssuer.discoveryDocument(slashed, issuer.keysUrl()));
        try (IssuerClient client = new IssuerClient(new TestClock(), BUDGET)) {
            assertThat(
                            client.fetch(
                                    TestVerifier.provider(
                                            "ci", slashed, Replay.JTI, Set.of("RS256"))))
                    .isInstanceOf(Fresh.class);
        }
    }

    private FetchedKeys fetch() throws InterruptedException {
        try (IssuerClient client = new IssuerClient(new TestClock(), Duration.ofSeconds(4))) {
            return client.fetch(provider);
        }
    }

    private FetchedKeys fetchWithinBudget() throws InterruptedException {
        try (IssuerClient client = new IssuerClient(new TestClock(), BUDGET)) {
            long start = System.nanoTime();
            FetchedKeys fetched = client.fetch(provider);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(BUDGET.multipliedBy(3));
            return fetched;
        }
    }

    private ProviderDefinition local(boolean allowHttp) {
        return with(provider, issuer.issuer(), null, allowHttp);
    }

    private ProviderDefinition remote(@Nullable String keysHost, boolean allowHttp) {
        return with(provider, "https://ci.example.org", keysHost, allowHttp);
    }

    private static ProviderDefinition with(
            ProviderDefinition p, String issuer, @Nullable String keysHost, boolean allowHttp) {
        return new ProviderDefinition(
                p.id(),
                p.label(),
                issuer,
                p.shared(),
                allowHttp,
                keysHost,
                p.algorithms(),
                p.maxLifetime(),
                p.replay(),
                p.audience(),
                p.webAddress(),
                p.constants(),
                p.claims(),
                p.derived(),
                p.fields(),
                p.lookup(),
                p.refused(),
                p.pins(),
                p.links());
    }
}
