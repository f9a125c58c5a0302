package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.Together;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.issuer.TestKeys;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The issuer is down, slow or flooded with forgeries, and the service stays up. */
@ServiceTest
class IssuerTroubleTests {

    private static final TestIssuer ISSUER = TestProviders.SECOND;

    /** As {@code application-test.yml} has it: one fetch in this time. */
    private static final Duration WINDOW = Duration.ofSeconds(3);

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepositoryThatPublishedBefore() {
        publishing = new Publishing(port);
        publishing.register("pypi", publishing.project(), "second-ci", publishing.fields());
        await().atMost(WINDOW.plusSeconds(12))
                .until(() -> publishing.mint(publishing.job(ISSUER)).statusCode() == 200);
    }

    @AfterEach
    void theIssuerIsWell() {
        ISSUER.recover();
    }

    @Test
    @DisplayName("Hazard 7: the rate limit becomes the outage")
    void inAFloodOfForgedKeyIdsHonestExchangesGoOnAndTheIssuerIsLeftAlone() {
        int before = ISSUER.keyRequests();
        Instant start = Instant.now();
        List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            TestToken forged = publishing.job(ISSUER).header("kid", "forged-" + i);
            requests.add(() -> publishing.mint(forged));
        }
        for (int i = 0; i < 50; i++) {
            TestToken honest = publishing.job(ISSUER);
            requests.add(i * 20, () -> publishing.mint(honest));
        }

        List<HttpResponse<String>> responses = Together.run(requests, 64);

        long windows = Duration.between(start, Instant.now()).dividedBy(WINDOW) + 1;
        assertThat(ISSUER.keyRequests() - before).isLessThanOrEqualTo((int) windows);
        assertThat(responses).filteredOn(r -> r.statusCode() == 200).hasSize(50);
        assertThat(responses)
                .filteredOn(r -> r.statusCode() != 200)
                .hasSize(1000)
                .allSatisfy(r -> assertThat(code(r)).isEqualTo("invalid-token"));
    }

    @Test
    void whileTheIssuerIsDownKnownKeysGoOnAndUnknownOnesComeBackLater() {
        ISSUER.answerDiscovery(Answer.status(503));
        ISSUER.answerKeys(Answer.status(503));

        await().atMost(WINDOW.plusSeconds(12))
                .untilAsserted(
                        () -> {
                            HttpResponse<String> unknown =
                                    publishing.mint(
                                            publishing.job(ISSUER).signedWith(TestKeys.rsa()));
                            assertThat(unknown.statusCode()).isEqualTo(503);
                            assertThat(code(unknown)).isEqualTo("issuer-unavailable");
                            assertThat(unknown.headers().firstValueAsLong("Retry-After"))
                                    .isPresent();
                        });
        for (int i = 0; i < 20; i++) {
            assertThat(publishing.mint(publishing.job(ISSUER)).statusCode()).isEqualTo(200);
        }
        assertThat(publishing.client().get("/actuator/health/readiness").statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("Hazard 40: a hanging issuer delays nobody else")
    void whileTheIssuerHangsNobodyWaitsButWhoNeedsIt() {
        Publishing elsewhere = new Publishing(port);
        elsewhere.publisher();
        ISSUER.answerDiscovery(Answer.hang());
        ISSUER.answerKeys(Answer.hang());
        List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestToken unknown = publishing.job(ISSUER).signedWith(TestKeys.rsa());
            requests.add(() -> publishing.mint(unknown));
        }

        requests.add(() -> elsewhere.mint(elsewhere.job()));
        requests.add(() -> publishing.mint(publishing.job(ISSUER)));
        List<HttpResponse<String>> responses = Together.run(requests);

        assertThat(responses.get(20).statusCode()).isEqualTo(200);
        assertThat(responses.get(21).statusCode()).isEqualTo(200);
        assertThat(responses.subList(0, 20))
                .allSatisfy(r -> assertThat(r.statusCode()).isIn(422, 503));
    }
}
