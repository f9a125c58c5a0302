package dev.imprimatur.killswitch;

import static dev.imprimatur.Publishing.code;
import static dev.imprimatur.Publishing.description;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What is switched off by hand stops exchanges and uploads, on every instance, until it is on. */
@ServiceTest
class KillSwitchTests {

    private static final String SWITCHES = "/_/api/v1/switches";
    private static final String OFF = "{\"enabled\": false, \"reason\": \"Keys were stolen\"}";
    private static final String ON = "{\"enabled\": true}";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;
    @Autowired private EventLog events;
    @Autowired private Clock clock;

    private Publishing publishing;
    private ServiceClient admin;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        admin = publishing.client().asAdmin();
        publishing.publisher();
    }

    /** The context is everybody's. */
    @AfterEach
    void everythingIsOnAgain() {
        for (String which : List.of("/exchange", "/indexes/pypi", "/providers/test-ci")) {
            assertThat(admin.put(SWITCHES + which, ON).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/exchange, at the moment",
        "/indexes/pypi, for this package index",
        "/providers/test-ci, for this identity provider"
    })
    void whatIsOffStopsExchangesAndUploadsUntilItIsOn(String which, String named) {
        String token = publishing.uploadToken();

        admin.put(SWITCHES + which, OFF);

        HttpResponse<String> refused = publishing.mint(publishing.job());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(code(refused)).isEqualTo("not-enabled");
        assertThat(description(refused)).contains(named, ": Keys were stolen");
        HttpResponse<String> upload = publishing.upload(token);
        ProblemFormat.check(upload, 403, "not-enabled");
        assertThat(description(upload)).endsWith("Keys were stolen");
        assertThat(publishing.introspect(token).toString()).isEqualTo("{\"active\":false}");

        admin.put(SWITCHES + which, ON);

        assertThat(publishing.mint(publishing.job()).statusCode()).isEqualTo(200);
        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/indexes/other", "/providers/second-ci"})
    void whatIsOffStopsNothingElse(String which) {
        admin.put(SWITCHES + which, OFF);
        try {
            String token = publishing.uploadToken();
            assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
        } finally {
            admin.put(SWITCHES + which, ON);
        }
    }

    @Test
    void theAudienceEndpointSaysThatAnIndexIsOff() {
        admin.put(SWITCHES + "/indexes/pypi", OFF);

        HttpResponse<String> audience =
                publishing.client().send(publishing.onHost("/_/oidc/audience"));

        ProblemFormat.check(audience, 403, "not-enabled");
    }

    @Test
    @DisplayName("A switch that another instance threw is in force within 5 s, and gone likewise")
    void whatAnotherInstanceSwitchedOffIsOffHere() {
        jdbc.sql(
                        """
                        INSERT INTO kill_switch (kind, target, reason, thrown_by, thrown_at)
                        VALUES ('index', 'pypi', 'Elsewhere', 'account:elsewhere', now())
                        """)
                .update();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () ->
                                assertThat(code(publishing.mint(publishing.job())))
                                        .isEqualTo("not-enabled"));

        jdbc.sql("DELETE FROM kill_switch").update();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () ->
                                assertThat(publishing.mint(publishing.job()).statusCode())
                                        .isEqualTo(200));
    }

    @Test
    void theFirstLookIsMadeBeforeAnythingIsLetThrough() {
        admin.put(SWITCHES + "/exchange", OFF);

        KillSwitches justStarted = new KillSwitches(jdbc, transaction, events, clock);

        assertThat(justStarted.stoppingEverything())
                .hasValueSatisfying(off -> assertThat(off.reason()).isEqualTo("Keys were stolen"));
    }

    @Test
    void eachChangeIsOneEventAndWhatChangesNothingIsNone() {
        long before = switchEvents().size();

        admin.put(SWITCHES + "/providers/test-ci", OFF);
        admin.put(SWITCHES + "/providers/test-ci", OFF);
        JsonNode off = ServiceClient.json(admin.get(SWITCHES + "/providers/test-ci"));
        admin.put(SWITCHES + "/providers/test-ci", ON);
        admin.put(SWITCHES + "/providers/test-ci", ON);

        assertThat(off.get("enabled").booleanValue()).isFalse();
        assertThat(off.get("reason").stringValue()).isEqualTo("Keys were stolen");
        assertThat(off.get("changed_by").stringValue()).startsWith("api-token:");
        List<JsonNode> events = switchEvents();
        assertThat(events).hasSize((int) before + 2);
        assertThat(events.get(1).get("detail").toString())
                .isEqualTo(
                        """
                        {"reason":"Keys were stolen","switch":"provider","target":"test-ci","enabled":false}""");
        assertThat(events.get(0).at("/detail/enabled").booleanValue()).isTrue();
    }

    @Test
    void theListHoldsWhatIsOff() {
        admin.put(SWITCHES + "/indexes/pypi", OFF);

        JsonNode items = ServiceClient.json(admin.get(SWITCHES)).get("items");

        assertThat(items).hasSize(1);
        assertThat(items.at("/0/kind").stringValue()).isEqualTo("index");
        assertThat(items.at("/0/target").stringValue()).isEqualTo("pypi");
        assertThat(ServiceClient.json(admin.get(SWITCHES + "/exchange")).toString())
                .isEqualTo("{\"kind\":\"exchange\",\"enabled\":true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/exchange | {} | 422 | invalid-fields",
                "/exchange | {\"enabled\": false} | 422 | invalid-fields",
                "/exchange | {\"enabled\": false, \"reason\": \"\"} | 422 | invalid-fields",
                "/exchange | {\"enabled\": false, \"reason\": \" \"} | 422 | invalid-fields",
                "/exchange | {\"enabled\": false, \"reason\": \"a\\nb\"} | 422 | invalid-fields",
                "/exchange | {\"enabled\": true, \"reason\": \"why\"} | 422 | invalid-fields",
                "/indexes/nowhere | {\"enabled\": true} | 404 | not-found",
                "/providers/nobody | {\"enabled\": true} | 404 | not-found",
                "/nothing | {\"enabled\": true} | 404 | not-found",
            })
    void whatCannotBeSwitchedIsRefused(String which, String body, int status, String code) {
        ProblemFormat.check(admin.put(SWITCHES + which, body), status, code);
    }

    private List<JsonNode> switchEvents() {
        JsonNode page =
                ServiceClient.json(admin.get("/_/api/v1/events?type=switch-changed&limit=200"));
        return page.get("items").valueStream().toList();
    }
}
