package dev.imprimatur.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.StatementLog;
import dev.imprimatur.identity.IdentityVerifier;
import dev.imprimatur.issuer.TestClock;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.publisher.PublisherMatching;
import dev.imprimatur.token.Mint;
import dev.imprimatur.web.limit.LimitsProperties;
import dev.imprimatur.web.limit.RateLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The exchange of the running service, with limits that a test can reach. */
@ServiceTest
class RepositoryLimitTests {

    private static final int LIMIT = 3;
    private static final String REFUSALS = "/_/api/v1/events?type=exchange-refused&limit=200";

    @LocalServerPort private int port;
    @Autowired private IdentityVerifier verifier;
    @Autowired private PublisherMatching publishers;
    @Autowired private Mint mint;
    @Autowired private KillSwitches switches;
    @Autowired private RefusalLog refusals;
    @Autowired private Indexes indexes;
    private final TestClock clock = new TestClock();
    private Publishing publishing;
    private TokenExchange exchange;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        publishing.publisher();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        exchange =
                new TokenExchange(
                        verifier,
                        publishers,
                        mint,
                        switches,
                        refusals,
                        new ExchangeMetrics(meters),
                        new RateLimits(new LimitsProperties(0, LIMIT, 0, 0, 1000), clock, meters));
        for (int i = 0; i < LIMIT; i++) {
            assertThat(exchange(publishing.job())).isInstanceOf(Exchanged.Minted.class);
        }
    }

    private Exchanged exchange(TestToken token) {
        return exchange.exchange(
                new ExchangeRequest(
                        token.text(), List.of(indexes.ofId("pypi").orElseThrow()), null, false));
    }

    @Test
    void oneTooManyIsToldWhenToComeAgainAndItsIdentityTokenStaysUsable() {
        TestToken job = publishing.job();

        assertThat(exchange(job))
                .isInstanceOfSatisfying(
                        Exchanged.Refusal.class,
                        refusal -> {
                            assertThat(refusal.cause()).isEqualTo(Exchanged.Cause.RATE_LIMITED);
                            assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(20));
                        });

        clock.advance(Duration.ofSeconds(20));
        assertThat(exchange(job)).isInstanceOf(Exchanged.Minted.class);
    }

    @Test
    void theNameInAnotherCaseIsTheSameRepository() {
        TestToken job =
                publishing
                        .job()
                        .claim(
                                "repository",
                                publishing.owner().toUpperCase(java.util.Locale.ROOT) + "/repo")
                        .claim(
                                "repository_owner",
                                publishing.owner().toUpperCase(java.util.Locale.ROOT));

        assertThat(exchange(job)).isInstanceOf(Exchanged.Refusal.class);
    }

    @Test
    void anotherRepositoryIsNotLimitedByIt() {
        Publishing other = new Publishing(port);
        other.publisher();

        assertThat(exchange(other.job())).isInstanceOf(Exchanged.Minted.class);
    }

    @Test
    void whatNobodySignedCountsForNoRepository() {
        clock.advance(Duration.ofSeconds(20));
        String good = publishing.job().text();
        String forged = good.substring(0, good.lastIndexOf('.') + 1) + "AAAA";

        for (int i = 0; i < 10; i++) {
            exchange.exchange(
                    new ExchangeRequest(
                            forged, List.of(indexes.ofId("pypi").orElseThrow()), null, false));
        }

        assertThat(exchange(publishing.job())).isInstanceOf(Exchanged.Minted.class);
    }

    @Test
    void aFloodNeitherReachesTheDatabaseNorFillsTheLog() {
        AtomicReference<Exchanged> last = new AtomicReference<>(exchange(publishing.job()));

        assertThat(
                        StatementLog.during(
                                () -> {
                                    for (int i = 0; i < 20; i++) {
                                        last.set(exchange(publishing.job()));
                                    }
                                }))
                .isEmpty();

        assertThat(last.get()).isInstanceOf(Exchanged.Refusal.class);
        assertThat(publishing.client().asAdmin().get(REFUSALS).body())
                .containsOnlyOnce("\"repository\":\"%s/repo\"".formatted(publishing.owner()))
                .contains("\"rate-limited\"");
    }
}
