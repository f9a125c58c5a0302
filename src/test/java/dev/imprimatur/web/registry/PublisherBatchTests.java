package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.StatementLog;
import dev.imprimatur.Together;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many publishers at once: all, or none. */
@ServiceTest
class PublisherBatchTests {

    private static final String BATCH = "/_/api/v1/indexes/pypi/publishers:batch";
    private static final JsonMapper JSON = JsonMapper.shared();

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    private Registry registry;
    private ServiceClient admin;
    private String prefix;

    @BeforeEach
    void registry() {
        registry = new Registry(port);
        admin = registry.admin;
        prefix = Registry.newName();
    }

    @Test
    void fiveHundredAreAddedInTheirOrderWithAsManyStatementsAsTwo() {
        List<Map<String, ?>> two = List.of(item("w", "a.yml"), item("w", "b.yml"));
        int statements = StatementLog.during(() -> add(two)).size();
        List<Map<String, ?>> many =
                IntStream.range(0, 500)
                        .<Map<String, ?>>mapToObj(i -> item("p" + i % 250, "w" + i + ".yml"))
                        .toList();

        List<HttpResponse<String>> answers = new ArrayList<>();
        List<String> sent = StatementLog.during(() -> answers.add(add(many)));

        assertThat(answers.getFirst().statusCode()).as(answers.getFirst().body()).isEqualTo(201);
        assertThat(sent).hasSize(statements).hasSizeLessThan(20);
        JsonNode items = ServiceClient.json(answers.getFirst()).get("items");
        assertThat(items.size()).isEqualTo(500);
        for (int i = 0; i < 500; i++) {
            JsonNode item = items.get(i);
            assertThat(item.get("project").stringValue()).isEqualTo(prefix + "-p" + i % 250);
            assertThat(item.at("/publisher/fields/workflow").stringValue())
                    .isEqualTo("w" + i + ".yml");
        }
        String first = prefix + "-p0";
        JsonNode listed = ServiceClient.json(admin.get(Registry.publishers(first)));
        assertThat(listed.get("items").size()).isEqualTo(2);
        JsonNode added = items.get(0).get("publisher");
        JsonNode read =
                ServiceClient.json(admin.get(Registry.publishers(first) + "/" + added.get("id")));
        assertThat(read.get("pin_deadline").stringValue().substring(0, 19))
                .isEqualTo(added.get("pin_deadline").stringValue().substring(0, 19));
        assertThat(read.get("fields")).isEqualTo(added.get("fields"));
        assertThat(
                        jdbc.sql("SELECT lookup_key FROM publisher WHERE id = :id")
                                .param("id", added.get("id").longValue())
                                .query(String.class)
                                .single())
                .isEqualTo("octo\nrepo");
        assertThat(registry.events(first))
                .containsExactly("publisher-added", "publisher-added", "project-pending-created");
        assertThat(registry.eventsOf(first).get(1).at("/detail/publisher"))
                .isEqualTo(added.get("id"));
    }

    @Test
    void thePartsOfAMaintainerInManyProjectsAreReadAtOnce() {
        People people = new People(port, jdbc, tokens);
        Account owner = people.account();
        for (int i = 0; i < 20; i++) {
            String project = prefix + "-own" + i;
            admin.put("/_/api/v1/indexes/pypi/projects/" + project, "{}");
            people.join(owner, "owner", "pypi", project);
        }
        ServiceClient maintainer = people.as(owner, Scope.PUBLISHERS_WRITE);
        // The first use of an API token is written down.
        maintainer.get("/_/api/v1/me");
        List<Map<String, ?>> others =
                IntStream.range(0, 20)
                        .<Map<String, ?>>mapToObj(i -> item("own" + i, "b.yml"))
                        .toList();

        int statements = StatementLog.during(() -> add(maintainer, others.subList(0, 1))).size();
        List<HttpResponse<String>> answers = new ArrayList<>();
        List<String> sent =
                StatementLog.during(() -> answers.add(add(maintainer, others.subList(1, 20))));

        assertThat(answers.getFirst().statusCode()).as(answers.getFirst().body()).isEqualTo(201);
        assertThat(sent).hasSize(statements);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceAndNothingIsAdded() {
        String there = prefix + "-there";
        long existing =
                ServiceClient.json(admin.post(Registry.publishers(there), Registry.GITHUB))
                        .get("id")
                        .longValue();
        List<Map<String, ?>> items = new ArrayList<>();
        items.add(item("good", "a.yml"));
        items.add(item("good", "a/b.yml"));
        items.add(Map.of("project", "-", "provider", "nobody"));
        items.add(item("GOOD", "a.yml"));
        items.add(Map.of());
        items.add(null);

        for (String query : List.of("", "?dry_run=true")) {
            HttpResponse<String> answer =
                    admin.post(BATCH + query, JSON.writeValueAsString(Map.of("publishers", items)));
            JsonNode problem = ProblemFormat.check(answer, 422, "invalid-fields");
            assertThat(problem.get("errors").values())
                    .extracting(
                            error ->
                                    "%d %s %s"
                                            .formatted(
                                                    error.get("item").intValue(),
                                                    error.get("field").stringValue(),
                                                    error.get("code").stringValue()))
                    .containsExactly(
                            "1 publishers[1].fields.workflow invalid",
                            "2 publishers[2].project invalid",
                            "2 publishers[2].provider unknown",
                            "3 publishers[3] duplicate",
                            "4 publishers[4].project required",
                            "4 publishers[4].provider required",
                            "5 publishers[5].project required",
                            "5 publishers[5].provider required");
        }
        ProblemFormat.check(admin.get(Registry.publishers(prefix + "-good")), 404, "not-found");

        JsonNode fields =
                ServiceClient.json(admin.get(Registry.publishers(there))).at("/items/0/fields");
        Map<String, Object> twin = new LinkedHashMap<>();
        twin.put("project", there.toUpperCase(Locale.ROOT));
        twin.put("provider", "test-ci");
        twin.put("fields", fields);
        String withTwin =
                JSON.writeValueAsString(Map.of("publishers", List.of(item("new", "a.yml"), twin)));
        for (String query : List.of("", "?dry_run=true")) {
            JsonNode error =
                    ProblemFormat.check(admin.post(BATCH + query, withTwin), 422, "invalid-fields")
                            .at("/errors/0");
            assertThat(error.get("item").intValue()).isEqualTo(1);
            assertThat(error.get("code").stringValue()).isEqualTo("duplicate");
            assertThat(error.get("existing_id").longValue()).isEqualTo(existing);
        }
        ProblemFormat.check(admin.get(Registry.publishers(prefix + "-new")), 404, "not-found");
    }

    @Test
    void aDryRunSaysWhatWouldBeStoredAndChangesNothing() {
        Map<String, Object> pasted = new LinkedHashMap<>(item("dry", "release.yml"));
        pasted.put(
                "fields",
                Map.of(
                        "repository",
                        "https://github.com/Octo/Repo.git",
                        "workflow",
                        ".github/workflows/release.yml"));

        HttpResponse<String> answer =
                admin.post(
                        BATCH + "?dry_run=true",
                        JSON.writeValueAsString(Map.of("publishers", List.of(pasted))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode item = ServiceClient.json(answer).at("/items/0");
        assertThat(item.get("fields").toString())
                .isEqualTo(
                        "{\"owner\":\"Octo\",\"repository\":\"Repo\",\"workflow\":\"release.yml\"}");
        assertThat(item.propertyNames())
                .containsExactly(
                        "project",
                        "provider",
                        "fields",
                        "enabled",
                        "pins",
                        "pin_state",
                        "notes",
                        "warnings");
        assertThat(item.get("project").stringValue()).isEqualTo(prefix + "-dry");
        assertThat(item.get("pin_state").stringValue()).isEqualTo("waiting");
        assertThat(item.get("notes").size()).isEqualTo(2);
        ProblemFormat.check(admin.get(Registry.publishers(prefix + "-dry")), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 501})
    void aBatchHasOneToFiveHundred(int size) {
        List<Map<String, ?>> items =
                IntStream.range(0, size)
                        .<Map<String, ?>>mapToObj(i -> item("x", "w" + i + ".yml"))
                        .toList();

        ProblemFormat.check(add(items), 422, "invalid-fields");
        ProblemFormat.check(admin.post(BATCH, "{}"), 422, "invalid-fields");
    }

    @Test
    void itsBodyMayBeLargerThanThatOfOtherCallsUpToACap() {
        String padding = " ".repeat(400 * 1024);
        String one = JSON.writeValueAsString(Map.of("publishers", List.of(item("big", "a.yml"))));

        assertThat(admin.post(BATCH, one + padding).statusCode()).isEqualTo(201);
        ProblemFormat.check(
                admin.post(BATCH, one + " ".repeat(512 * 1024)), 413, "content-too-large");
        ProblemFormat.check(
                admin.post(BATCH + "x", one + " ".repeat(65 * 1024)), 413, "content-too-large");
        ProblemFormat.check(new ServiceClient(port).post(BATCH, one), 401, "unauthenticated");
    }

    @Test
    void batchesOverTheSameProjectsInOppositeOrdersDoNotDeadlock() {
        List<Callable<HttpResponse<String>>> batches = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String workflow = "w" + i + ".yml";
            List<Map<String, ?>> items = new ArrayList<>();
            for (int p = 0; p < 40; p++) {
                items.add(item("shared" + p, workflow));
            }
            List<Map<String, ?>> order = i % 2 == 0 ? items : items.reversed();
            batches.add(() -> add(order));
        }

        assertThat(Together.run(batches))
                .allSatisfy(r -> assertThat(r.statusCode()).as(r.body()).isEqualTo(201));
    }

    @Test
    void ofManyBatchesOfTheSamePublishersExactlyOneIsAdded() {
        List<Map<String, ?>> items = List.of(item("same", "a.yml"), item("same2", "a.yml"));

        assertThat(Together.run(8, () -> add(items).statusCode()))
                .containsOnlyOnce(201)
                .containsOnly(201, 422);
    }

    private Map<String, Object> item(String project, String workflow) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("project", prefix + "-" + project);
        item.put("provider", "test-ci");
        item.put("fields", Map.of("owner", "Octo", "repository", "repo", "workflow", workflow));
        return item;
    }

    private HttpResponse<String> add(List<Map<String, ?>> items) {
        return add(admin, items);
    }

    private static HttpResponse<String> add(ServiceClient client, List<Map<String, ?>> items) {
        return client.post(BATCH, JSON.writeValueAsString(Map.of("publishers", items)));
    }
}
