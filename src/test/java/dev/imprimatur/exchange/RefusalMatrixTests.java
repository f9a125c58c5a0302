package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Claimant;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.Publishers;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whatever is wrong with an identity token, every way in says the same in the words of its client,
 * and leaves the token unburnt. A new dialect is a new line of {@link WayIn}.
 */
@ServiceTest
class RefusalMatrixTests {

    private static final String SWITCHES = "/_/api/v1/switches";

    /** One for each way in, trusted there: what is refused changes nothing of it. */
    private static final Map<WayIn, Publishing> TRUSTED = new ConcurrentHashMap<>();

    @LocalServerPort private int port;
    @Autowired private Indexes indexes;
    @Autowired private Publishers publishers;
    @Autowired private JdbcClient jdbc;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @ParameterizedTest(name = "{1} at {0}")
    @MethodSource("dev.imprimatur.exchange.WrongTokens#everywhere")
    @DisplayName("Hazard 16: a second path skips a check")
    void aTokenThatDoesNotCountIsRefusedAtEveryWayIn(
            WayIn way, String what, String code, Function<TestToken, String> wrong) {
        Publishing trusted = TRUSTED.computeIfAbsent(way, this::trusted);

        way.assertRefused(
                way.exchange(trusted, wrong.apply(trusted.job().claim("aud", way.audience))), code);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Hazard 17: issuers share a namespace")
    void theSameClaimsFromAnotherIssuerMatchNothing(WayIn way) {
        way.trust(publishing);
        TestToken other = publishing.job(TestProviders.SECOND).claim("aud", way.audience);

        way.assertRefused(way.exchange(publishing, other.text()), "invalid-publisher");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Hazard 20: mutable names")
    void theSameNamesWithOtherIdsAreRefused(WayIn way) {
        way.trust(publishing);
        way.token(way.exchange(publishing, job(way).text()));

        way.assertRefused(
                way.exchange(publishing, job(way).claim("repository_owner_id", "666").text()),
                "invalid-publisher");
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedTokenIsGoodOnceThePublisherIsMended(WayIn way) {
        String token = job(way).text();
        way.assertRefused(way.exchange(publishing, token), "invalid-publisher");

        way.trust(publishing);

        assertThat(way.token(way.exchange(publishing, token))).contains("imp_");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSwitchedOffIsRefusedAtEveryWayIn(WayIn way) {
        way.trust(publishing);
        for (String which : List.of("/exchange", "/indexes/" + way.index, "/providers/test-ci")) {
            ServiceClient admin = publishing.client().asAdmin();
            admin.put(SWITCHES + which, "{\"enabled\": false, \"reason\": \"Keys were stolen\"}");
            try {
                way.assertRefused(way.exchange(publishing, job(way).text()), "not-enabled");
            } finally {
                admin.put(SWITCHES + which, "{\"enabled\": true}");
            }
        }
        assertThat(way.token(way.exchange(publishing, job(way).text()))).contains("imp_");
    }

    @ParameterizedTest
    @EnumSource
    void aBlockedProjectIsRefusedAtEveryWayIn(WayIn way) {
        way.trust(publishing);
        jdbc.sql("UPDATE project SET blocked_reason = 'Stolen' WHERE index_id = :i AND name = :n")
                .param("i", way.index)
                .param("n", WayIn.project(publishing))
                .update();

        way.assertRefused(way.exchange(publishing, job(way).text()), "not-enabled");
    }

    @ParameterizedTest
    @EnumSource
    void aPendingProjectWhoseNameIsSomebodyElsesIsRefusedAtEveryWayIn(WayIn way) {
        PackageIndex index = indexes.ofId(way.index).orElseThrow();
        String name = WayIn.project(publishing);
        assertThat(
                        publishers.add(
                                index,
                                index.projectName(name).orElseThrow(),
                                new Publishers.Wish("test-ci", Map.copyOf(publishing.fields())),
                                Claimant.in(jdbc)))
                .isInstanceOf(Addition.Added.class);
        publishing
                .client()
                .asAdmin()
                .put("/_/api/v1/indexes/%s/projects/%s".formatted(way.index, name), "{}");

        way.assertRefused(way.exchange(publishing, job(way).text()), "invalid-pending-publisher");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("An issuer's outage is no refusal: CI comes again")
    void whereTheKeysCannotBeHadTheAnswerIs503AtEveryWayIn(WayIn way) {
        TestToken job = publishing.job(TestProviders.GONE).claim("aud", way.audience);

        way.assertRefused(way.exchange(publishing, job.text()), "issuer-unavailable");
    }

    @ParameterizedTest
    @EnumSource
    void aRequestWithoutAnIdentityTokenIsToldWhereItBelongs(WayIn way) {
        for (String body :
                List.of("", "{}", "[]", "{", "nonsense", "{\"jwt\": 7, \"token\": {}}", "\0")) {
            HttpResponse<String> response =
                    publishing
                            .client()
                            .send(
                                    publishing
                                            .client()
                                            .to(way.path.replace("{project}", "some"))
                                            .header("Host", way.host)
                                            .POST(BodyPublishers.ofString(body)));

            way.assertRefused(response, "invalid-payload");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Hazard 11, 12: what was exchanged at one way in is used up at every")
    void noTokenIsGoodTwiceWhereverItIsSent(WayIn way) {
        for (WayIn other : WayIn.values()) {
            if (!other.audience.equals(way.audience)) {
                continue;
            }
            Publishing another = new Publishing(port);
            way.trust(another);
            String token = another.job().claim("aud", way.audience).text();
            way.token(way.exchange(another, token));

            other.assertRefused(other.exchange(another, token), "invalid-reuse-token");
        }
    }

    /** Where an index of each kind is at the service's own address, RFC 8693 serves them all. */
    @ParameterizedTest
    @EnumSource
    @DisplayName("Hazard 12: nor by way of the token endpoint that serves every index")
    void noTokenIsGoodTwiceAtTheTokenEndpointEither(WayIn way) {
        way.trust(publishing);
        String first = job(way).text();
        String second = job(way).text();

        way.token(way.exchange(publishing, first));
        WayIn.RFC_8693.assertRefused(
                WayIn.RFC_8693.exchange(publishing, first), "invalid-reuse-token");
        WayIn.RFC_8693.token(WayIn.RFC_8693.exchange(publishing, second));
        way.assertRefused(way.exchange(publishing, second), "invalid-reuse-token");
    }

    @ParameterizedTest
    @EnumSource
    void aTokenForOneIndexIsGoodForNoOther(WayIn way) {
        for (WayIn other : WayIn.values()) {
            if (other.audience.equals(way.audience) || way == WayIn.RFC_8693) {
                continue;
            }
            way.assertRefused(
                    way.exchange(publishing, publishing.job().claim("aud", other.audience).text()),
                    "invalid-token");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheFrameworkRefusesItsClientCanReadToo(WayIn way) {
        ServiceClient client = publishing.client();
        String path = way.path.replace("{project}", "some");

        HttpResponse<String> patched =
                client.send(
                        client.to(path)
                                .header("Host", way.host)
                                .method("PATCH", BodyPublishers.noBody()));
        HttpResponse<String> large =
                client.send(
                        client.to(path)
                                .header("Host", way.host)
                                .POST(BodyPublishers.ofString("x".repeat(70_000))));
        HttpResponse<String> elsewhere =
                client.send(
                        client.to(path)
                                .header("Host", "nowhere.test")
                                .POST(BodyPublishers.ofString("{}")));

        assertThat(patched.statusCode()).isEqualTo(405);
        assertThat(patched.headers().firstValue("Allow"))
                .hasValueSatisfying(allowed -> assertThat(allowed).contains("POST"));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        for (HttpResponse<String> response : List.of(patched, large, elsewhere)) {
            String member =
                    switch (way) {
                        case NPM -> "/message";
                        case CARGO -> "/errors/0/detail";
                        case NUGET -> "/error";
                        case RFC_8693 -> "/error_description";
                        default -> "/errors/0/description";
                    };
            assertThat(ServiceClient.json(response).at(member).asString())
                    .as(response.body())
                    .isEqualTo(ServiceClient.json(response).path("detail").asString())
                    .isNotBlank();
            assertThat(code(response)).isNotBlank();
        }
    }

    private Publishing trusted(WayIn way) {
        way.trust(publishing);
        return publishing;
    }

    private TestToken job(WayIn way) {
        return publishing.job().claim("aud", way.audience);
    }
}
