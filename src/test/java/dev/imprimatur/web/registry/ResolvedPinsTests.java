package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestProviders;
import dev.imprimatur.forge.TestForge;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Publishers whose forge is asked for their ids when they are registered. */
@ServiceTest
class ResolvedPinsTests {

    @LocalServerPort private int port;
    @Autowired private DataSource database;

    private final TestForge forge = TestProviders.FORGE_API;
    private Publishing publishing;
    private String repository;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        repository = publishing.owner() + "/repo";
    }

    @AfterEach
    void forget() {
        forge.reset();
        forge.otherwise(Answer.status(503));
    }

    @Test
    @DisplayName("Hazard 20: nobody can take a name over before its first use")
    void aPublisherIsBoundFromTheStart() {
        forge.gitHub(repository, 65, 74);
        HttpResponse<String> added = register();

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        JsonNode publisher = ServiceClient.json(added);
        assertThat(publisher.get("pin_state").stringValue()).isEqualTo("resolved");
        assertThat(publisher.get("pins")).isEqualTo(pins("65", "74"));
        assertThat(publisher.get("pin_deadline").isNull()).isTrue();
        assertThat(publisher.get("warnings").isEmpty()).isTrue();
        JsonNode read =
                ServiceClient.json(
                        publishing
                                .client()
                                .asAdmin()
                                .get(added.headers().firstValue("Location").orElseThrow()));
        assertThat(read.get("pin_state").stringValue()).isEqualTo("resolved");
        assertThat(read.has("warnings")).isFalse();
        assertThat(forge.lastHeaders().getFirst("Authorization"))
                .isEqualTo("Bearer " + TestProviders.FORGE_TOKEN);

        HttpResponse<String> refused = publishing.mint(job("66", "74"));
        assertThat(Publishing.code(refused)).isEqualTo("invalid-publisher");
        assertThat(Publishing.description(refused))
                .startsWith("This name now belongs to another account or repository");
        assertThat(publishing.mint(job("65", "74")).statusCode()).isEqualTo(200);

        List<JsonNode> events = publishing.events();
        assertThat(events)
                .extracting(event -> event.get("type").stringValue())
                .containsExactly(
                        "token-minted",
                        "pin-mismatch",
                        "exchange-refused",
                        "publisher-added",
                        "project-pending-created");
        JsonNode mismatch = events.get(1).get("detail");
        assertThat(events.get(2).at("/detail/pin_mismatch").booleanValue()).isTrue();
        assertThat(events.get(2).at("/detail/attempt")).isEqualTo(mismatch.get("attempt"));
        assertThat(mismatch.get("pins_expected")).isEqualTo(pins("65", "74"));
        assertThat(mismatch.get("pins_seen")).isEqualTo(pins("66", "74"));
        assertThat(events.get(3).at("/detail/pins")).isEqualTo(pins("65", "74"));
    }

    @Test
    void aDryRunSaysWhatThePublisherWouldBeBoundTo() {
        forge.gitHub(repository, 65, 74);
        JsonNode checked = ServiceClient.json(post("?dry_run=true"));

        assertThat(checked.get("pin_state").stringValue()).isEqualTo("resolved");
        assertThat(checked.get("pins")).isEqualTo(pins("65", "74"));
        assertThat(checked.get("warnings").isEmpty()).isTrue();
        assertThat(publishing.events()).isEmpty();
    }

    @Test
    void soDoesADryRunOfAnEditToOtherNames() {
        String publisher = register().headers().firstValue("Location").orElseThrow();
        String unclear = "{\"fields\": {\"repository\": \"unclear\"}}";
        JsonNode unknown = ServiceClient.json(edit(publisher + "?dry_run=true", unclear));
        assertThat(unknown.get("pins").isNull()).isTrue();
        assertThat(unknown.get("pin_state").stringValue()).isEqualTo("waiting");
        assertThat(unknown.at("/warnings/0").stringValue())
                .startsWith("GitHub answered with an error (503). The first job");

        forge.gitHub(publishing.owner() + "/other", 65, 75);
        String edit = "{\"fields\": {\"repository\": \"other\"}}";
        JsonNode wouldBe = ServiceClient.json(edit(publisher + "?dry_run=true", edit));
        assertThat(wouldBe.get("pin_state").stringValue()).isEqualTo("resolved");
        assertThat(wouldBe.get("pins")).isEqualTo(pins("65", "75"));
        assertThat(wouldBe.get("warnings").isEmpty()).isTrue();

        JsonNode there = ServiceClient.json(publishing.client().asAdmin().get(publisher));
        assertThat(there.at("/fields/repository").stringValue()).isEqualTo("repo");
        assertThat(there.get("pin_state").stringValue()).isEqualTo("waiting");
        assertThat(ServiceClient.json(edit(publisher, edit)).get("pins"))
                .isEqualTo(wouldBe.get("pins"));
    }

    @Test
    void whatNobodyHasIsAnErrorOfItsField() {
        forge.otherwise(Answer.status(404));

        for (String query : List.of("", "?dry_run=true")) {
            JsonNode problem = ProblemFormat.check(post(query), 422, "invalid-fields");
            assertThat(problem.at("/errors/0/field").stringValue()).isEqualTo("owner");
            assertThat(problem.at("/errors/0/code").stringValue()).isEqualTo("not-found");
        }
        assertThat(publishing.events()).isEmpty();
    }

    @Test
    void anOutageLeavesThePublisherToItsFirstUseAndSaysSo() {
        HttpResponse<String> added = register();

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        JsonNode publisher = ServiceClient.json(added);
        assertThat(publisher.get("pin_state").stringValue()).isEqualTo("waiting");
        assertThat(publisher.at("/warnings/0").stringValue())
                .isEqualTo(
                        "GitHub answered with an error (503). The first job that uses the publisher"
                                + " binds it to its repository, until %s.",
                        Instant.parse(publisher.get("pin_deadline").stringValue())
                                .truncatedTo(ChronoUnit.SECONDS));
        assertThat(publishing.mint(job("65", "74")).statusCode()).isEqualTo(200);
        JsonNode list =
                ServiceClient.json(
                        publishing
                                .client()
                                .asAdmin()
                                .get(Registry.publishers(publishing.project())));
        assertThat(list.at("/items/0/pin_state").stringValue()).isEqualTo("bound");
        assertThat(list.at("/items/0/pins")).isEqualTo(pins("65", "74"));
    }

    @Test
    void aDuplicateIsToldWithoutAQuestion() {
        forge.gitHub(repository, 65, 74);
        register();
        forge.reset();

        ProblemFormat.check(register(), 409, "duplicate");
        assertThat(forge.asked()).isEmpty();
    }

    @Test
    @DisplayName("Hazard 40: no connection to the database is held while a forge is asked")
    void theDatabaseIsNotKeptWaiting() throws SQLException {
        HikariPoolMXBean connections =
                Objects.requireNonNull(
                        database.unwrap(HikariDataSource.class).getHikariPoolMXBean());
        forge.at(
                "/repos/" + repository.toLowerCase(Locale.ROOT),
                (exchange, closed) -> {
                    await().atMost(Duration.ofSeconds(1))
                            .until(() -> connections.getActiveConnections() == 0);
                    TestForge.gitHubRepository(repository, 65, 74).send(exchange, closed);
                });

        assertThat(ServiceClient.json(register()).get("pin_state").stringValue())
                .isEqualTo("resolved");
    }

    private HttpResponse<String> register() {
        return post("");
    }

    private HttpResponse<String> post(String query) {
        return publishing
                .client()
                .asAdmin()
                .post(
                        Registry.publishers(publishing.project()) + query,
                        JsonMapper.shared()
                                .writeValueAsString(
                                        Map.of(
                                                "provider",
                                                "second-ci",
                                                "fields",
                                                publishing.fields())));
    }

    private HttpResponse<String> edit(String publisher, String edit) {
        ServiceClient admin = publishing.client().asAdmin();
        return admin.send(
                admin.to(publisher)
                        .header("Content-Type", "application/json")
                        .header("If-Match", "*")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(edit)));
    }

    private TestToken job(String ownerId, String id) {
        return publishing
                .job(TestProviders.SECOND)
                .claim("repository_owner_id", ownerId)
                .claim("repository_id", id);
    }

    private static JsonNode pins(String ownerId, String id) {
        return JsonMapper.shared()
                .valueToTree(Map.of("repository_owner_id", ownerId, "repository_id", id));
    }
}
