package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestClock;
import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.provider.ProviderDefinition.Replay;
import dev.imprimatur.provider.Providers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Where people sign in: what an outage leaves, what its end brings back, and who is never asked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownEndpointsTests {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration REFRESH_AFTER = Duration.ofMinutes(5);
    private static final Duration MAXIMUM_AGE = Duration.ofHours(24);

    private static final Answer DOWN = Answer.status(503);

    private final TestClock clock = new TestClock();
    private final KeysProperties properties =
            new KeysProperties(WINDOW, REFRESH_AFTER, MAXIMUM_AGE, Duration.ofSeconds(2));
    private final IssuerClient client = new IssuerClient(clock, Duration.ofSeconds(2));

    private TestIssuer issuer;
    private KnownEndpoints endpoints;

    @BeforeAll
    void start() {
        issuer = TestIssuer.start();
    }

    @BeforeEach
    void nothingIsKnown() {
        issuer.recover();
        PeopleIssuer people = people();
        endpoints =
                new KnownEndpoints(
                        people, Objects.requireNonNull(people.login()), client, properties, clock);
    }

    @AfterAll
    void end() {
        client.close();
        issuer.close();
    }

    @Test
    void anIdentityProviderThatWasDownIsThereAgainAWindowLater() {
        issuer.answerDiscovery(DOWN);
        assertThat(endpoints.find()).isNull();
        issuer.recover();
        clock.advance(WINDOW.minusMillis(1));
        assertThat(endpoints.find()).isNull();

        clock.advance(Duration.ofMillis(1));

        assertThat(Objects.requireNonNull(endpoints.find()).token())
                .hasToString(issuer.issuer() + "/token");
    }

    @Test
    void itIsAskedOnceAWindowWhoeverWantsIt() {
        int before = issuer.discoveryRequests();
        issuer.answerDiscovery(DOWN);

        for (int i = 0; i < 50; i++) {
            endpoints.find();
        }
        assertThat(issuer.discoveryRequests()).isEqualTo(before + 1);

        clock.advance(WINDOW);
        endpoints.find();
        endpoints.find();
        assertThat(issuer.discoveryRequests()).isEqualTo(before + 2);
        clock.advance(Duration.ofHours(-1));
        endpoints.find();
        assertThat(issuer.discoveryRequests()).isEqualTo(before + 3);
    }

    @Test
    void whatWasKnownIsGoodInAnOutageUpToTheMaximumAge() {
        LoginEndpoints known = Objects.requireNonNull(endpoints.find());
        int before = issuer.discoveryRequests();
        issuer.answerDiscovery(DOWN);

        clock.advance(REFRESH_AFTER.minusSeconds(1));
        assertThat(endpoints.find()).isEqualTo(known);
        assertThat(issuer.discoveryRequests()).isEqualTo(before);
        clock.advance(MAXIMUM_AGE.minus(REFRESH_AFTER));
        assertThat(endpoints.find()).isEqualTo(known);
        assertThat(issuer.discoveryRequests()).isEqualTo(before + 1);

        clock.advance(WINDOW);
        assertThat(endpoints.find()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/token",
                "http://127.0.0.1.evil.example/token",
                "http://127.0.0.1:1/token",
                "http://someone@%s/token",
                "http://%s/token#fragment",
                "https://%s.evil.example/token",
                "//%s/token",
                "/token",
                "",
                "ht tp://x"
            })
    void aTokenEndpointOfSomebodyElseIsNone(String address) {
        int others = issuer.otherRequests();
        String host = issuer.issuer().substring("http://".length());
        issuer.answerDiscovery(
                Answer.body(
                        """
                        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize",
                         "token_endpoint": "%2$s"}
                        """
                                .formatted(issuer.issuer(), address.replace("%s", host))));

        assertThat(endpoints.find()).isNull();
        assertThat(issuer.otherRequests()).isEqualTo(others);

        // What was wrong there is mended there, and seen a window later.
        issuer.recover();
        clock.advance(WINDOW);
        assertThat(endpoints.find()).isNotNull();
    }

    private PeopleIssuer people() {
        PeopleProperties written =
                new Binder(
                                new MapConfigurationPropertySource(
                                        Map.of(
                                                "people.issuers.staff.issuer", issuer.issuer(),
                                                "people.issuers.staff.audiences", "imprimatur",
                                                "people.issuers.staff.allow-http-loopback", "true",
                                                "people.issuers.staff.client-id", "pages")))
                        .bind("people", PeopleProperties.class)
                        .get();
        var ci = TestVerifier.provider("ci", "https://ci.example.org", Replay.JTI, Set.of("RS256"));
        return new PeopleConfiguration()
                .peopleIssuers(written, new Providers(List.of(ci)))
                .all()
                .iterator()
                .next();
    }
}
