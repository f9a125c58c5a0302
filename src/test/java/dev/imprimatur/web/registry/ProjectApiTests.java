package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.web.ProblemFormat;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@ServiceTest
class ProjectApiTests {

    private static final String PYPI = Registry.projects("pypi");

    private static final String COMES =
            """
            INSERT INTO project (index_id, name, normalized_name, created_at)
            VALUES ('pypi', :name, :name, now())
            """;

    private static final String GOES = "DELETE FROM project WHERE normalized_name = :name";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private Indexes indexes;
    @Autowired private Projects projects;

    private Registry registry;
    private ServiceClient admin;

    @BeforeEach
    void registry() {
        registry = new Registry(port);
        admin = registry.admin;
    }

    @Test
    void aProjectIsRegisteredOnceAndFoundInAnySpelling() {
        String name = Registry.newName();
        String spelled = name.replace('-', '_').toUpperCase(java.util.Locale.ROOT);

        HttpResponse<String> created = admin.send(admin.to(PYPI + "/" + spelled).PUT(none()));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).hasValue(PYPI + "/" + name);
        HttpResponse<String> again = admin.send(admin.to(PYPI + "/" + name).PUT(none()));
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(created.body());

        JsonNode found = ServiceClient.json(admin.get(PYPI + "/" + name.replace("-", "._.")));
        assertThat(found.get("name").stringValue()).isEqualTo(spelled);
        assertThat(found.get("normalized_name").stringValue()).isEqualTo(name);
        assertThat(found.get("index").stringValue()).isEqualTo("pypi");
        assertThat(found.get("blocked_reason").isNull()).isTrue();
        assertThat(registry.events(name)).containsExactly("project-created");
    }

    @Test
    void aProjectThatIsRemovedMeanwhileLeavesNoGapInAPage() {
        String prefix = Registry.newName() + "-";
        admin.put(PYPI + "/" + prefix + "a", "{}");
        admin.put(PYPI + "/" + prefix + "c", "{}");
        PackageIndex pypi = indexes.ofId("pypi").orElseThrow();
        AtomicBoolean over = new AtomicBoolean();
        Callable<Integer> comesAndGoes =
                () -> {
                    int rounds = 0;
                    for (; !over.get(); rounds++) {
                        jdbc.sql(COMES).param("name", prefix + "b").update();
                        jdbc.sql(GOES).param("name", prefix + "b").update();
                    }
                    return rounds;
                };
        Callable<Integer> shortestPage =
                () -> {
                    try {
                        return IntStream.range(0, 100)
                                .map(
                                        _ ->
                                                projects.page(
                                                                pypi,
                                                                Caller.operator("test"),
                                                                prefix,
                                                                null,
                                                                2)
                                                        .size())
                                .min()
                                .orElseThrow();
                    } finally {
                        over.set(true);
                    }
                };

        assertThat(Together.run(List.of(shortestPage, comesAndGoes)).getFirst()).isEqualTo(2);
    }

    @Test
    void blockingAndUnblockingLeaveTheirEvents() {
        String name = Registry.newName();
        String path = PYPI + "/" + name;

        admin.put(path, "{\"blocked_reason\": \"Under investigation\"}");
        admin.put(path, "{}");
        assertThat(admin.get(path).body()).contains("\"blocked_reason\":\"Under investigation\"");
        admin.put(path, "{\"blocked_reason\": null}");
        admin.put(path, "{\"blocked_reason\": null}");

        assertThat(admin.get(path).body()).contains("\"blocked_reason\":null");
        assertThat(registry.events(name))
                .containsExactly("project-unblocked", "project-blocked", "project-created");
        assertThat(registry.eventsOf(name).getFirst().get("actor").stringValue())
                .startsWith("api-token:configured-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=a=b",
                "q==",
                "x[]=1&q=a",
                "q=%5B%5D",
                "&&limit=5&",
                "q",
                "after=&q=a",
                "=",
                "q=a;b"
            })
    void anOddQueryIsAnsweredAndNeverOurFault(String query) {
        HttpResponse<String> response =
                admin.send(admin.to(PYPI + "?" + query.replace("[", "%5B").replace("]", "%5D")));

        assertThat(response.statusCode()).as(response.body()).isIn(200, 400, 422);
    }

    @Test
    void aFilterThatIsMisspeltOrComesTwiceIsRefusedAndNotLeftOut() {
        for (String query : List.of("query=a", "q=a&q=b", "limit=1&limit=2", "%71=a")) {
            ProblemFormat.check(admin.get(PYPI + "?" + query), 400, "bad-request");
        }
    }

    /** A setting may change without an edit: a tag would have to know of each. */
    @Test
    void theNextPageKeepsWhatElseWasAsked() {
        String name = Registry.newName();
        for (String suffix : List.of("-a", "-b", "-c")) {
            admin.send(admin.to(PYPI + "/" + name + suffix).PUT(none()));
        }

        HttpResponse<String> first = admin.get(PYPI + "?&limit=1&q=" + name);
        String next = first.headers().firstValue("Link").orElseThrow();
        HttpResponse<String> second =
                admin.get(next.replaceFirst("<https?://[^/]+", "").replaceFirst(">.*", ""));

        assertThat(next).contains("?limit=1&q=" + name + "&after=");
        assertThat(second.body()).contains(name + "-b").doesNotContain(name + "-a\"");
        assertThat(second.headers().firstValue("Link").orElseThrow()).containsOnlyOnce("after=");
    }

    @Test
    void aProjectGoesWithItsPublishers() {
        String name = Registry.newName();
        long publisher = registry.addPublisher(name);

        assertThat(admin.delete(PYPI + "/" + name).statusCode()).isEqualTo(204);

        ProblemFormat.check(admin.get(PYPI + "/" + name), 404, "not-found");
        ProblemFormat.check(admin.delete(PYPI + "/" + name), 404, "not-found");
        JsonNode removed = registry.eventsOf(name).getFirst();
        assertThat(removed.get("type").stringValue()).isEqualTo("project-removed");
        assertThat(removed.at("/detail/publishers/0/publisher").longValue()).isEqualTo(publisher);
    }

    @Test
    void aListIsPagedWithoutGapsOrRepetition() {
        String prefix = Registry.newName();
        List<String> names = List.of("a", "b", "c", "d", "e");
        names.forEach(name -> admin.send(admin.to(PYPI + "/" + prefix + "-" + name).PUT(none())));

        List<String> seen = new ArrayList<>();
        Optional<String> path = Optional.of(PYPI + "?q=" + prefix.replace('-', '_') + "_&limit=2");
        for (int pages = 0; path.isPresent() && pages < 10; pages++) {
            HttpResponse<String> page = admin.get(path.get());
            ServiceClient.json(page)
                    .get("items")
                    .values()
                    .forEach(item -> seen.add(item.get("name").stringValue()));
            path = next(page);
        }
        assertThat(seen).isEqualTo(names.stream().map(name -> prefix + "-" + name).toList());
    }

    @Test
    void whatIsSearchedForIsNoPattern() {
        assertThat(items(PYPI + "?q=%25")).isEmpty();
        assertThat(items(PYPI + "?q=%5C")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=201",
                "?limit=x",
                "?limit=",
                "?after=!",
                "?after=YQ==",
                "?after=YR",
                "?after=AA",
                "?after=7aCA"
            })
    void aPageThatCannotBeIsRefused(String query) {
        ProblemFormat.check(admin.get(PYPI + query), 422, "invalid-request");
        ProblemFormat.check(admin.get("/_/api/v1/events" + query), 422, "invalid-request");
    }

    @ParameterizedTest
    @CsvSource({"pypi, -x", "pypi, a%20b", "pypi, %C3%A4", "pypi, a%2Fb", "crates, 1x", "pypi, ''"})
    void aNameThatIsNoneCannotBeRegistered(String index, String name) {
        String path = Registry.projects(index) + "/" + name;
        if (name.isEmpty()) {
            ProblemFormat.check(admin.put(path, "{}"), 404, "not-found");
            return;
        }
        JsonNode problem = ProblemFormat.check(admin.put(path, "{}"), 422, "invalid-fields");
        assertThat(problem.at("/errors/0/field").stringValue()).isEqualTo("name");
        ProblemFormat.check(admin.get(path), 404, "not-found");
        ProblemFormat.check(admin.delete(path), 404, "not-found");
    }

    @Test
    void anIndexThatIsNotConfiguredIsNotThere() {
        for (String path : new String[] {"", "/x", "/x/publishers", "/x/publishers/1"}) {
            ProblemFormat.check(admin.get(Registry.projects("nowhere") + path), 404, "not-found");
        }
    }

    @Test
    void theSameNameInAnotherIndexIsAnotherProject() {
        String name = Registry.newName();
        admin.put(PYPI + "/" + name, "{}");

        ProblemFormat.check(admin.get(Registry.projects("other") + "/" + name), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"blocked_reason\": \"\\u0000\"}",
                "{\"blocked_reason\": \"\\ud800\"}",
                "{\"blocked_reason\": \"\"}",
                "{\"blocked_reason\": \" \"}",
                "{\"blocked_reason\": 1}",
                "{\"blocked_reason\": \"a\\nb\"}",
                "{\"blocked_reason\": {}}"
            })
    @DisplayName("Hazard 25: a reason that cannot be stored or shown is refused")
    void aReasonThatIsNoneIsRefused(String body) {
        ProblemFormat.check(
                admin.put(PYPI + "/" + Registry.newName(), body), 422, "invalid-fields");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "{\"a\": 1}", "{} {}", "{\"blocked_reason\":1,\"blocked_reason\":1}"})
    void aBodyThatIsNotTheOneObjectIsRefused(String body) {
        ProblemFormat.check(admin.put(PYPI + "/" + Registry.newName(), body), 400, "bad-request");
    }

    @Test
    @DisplayName("Hazard 25: NUL in a parameter is refused and never 500")
    void nulInAParameterIsRefused() {
        assertThat(admin.get(PYPI + "?q=%00").statusCode()).isBetween(400, 499);
        assertThat(admin.get("/_/api/v1/events?index=%00").statusCode()).isBetween(400, 499);
        assertThat(admin.get("/_/api/v1/events?project=%00").statusCode()).isBetween(400, 499);
        assertThat(admin.get(PYPI + "/%00").statusCode()).isBetween(400, 499);
    }

    @Test
    void anAcceptHeaderDoesNotUndoAWrite() {
        String name = Registry.newName();
        HttpResponse<String> created =
                admin.send(admin.to(PYPI + "/" + name).header("Accept", "text/html").PUT(none()));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    private List<JsonNode> items(String path) {
        return List.copyOf(ServiceClient.json(admin.get(path)).get("items").values());
    }

    /** The path of the next page, which the body and the Link header must agree on. */
    private static Optional<String> next(HttpResponse<String> page) {
        JsonNode next = ServiceClient.json(page).path("next");
        Optional<String> link = page.headers().firstValue("Link");
        assertThat(link.isPresent()).isEqualTo(next.isString());
        return link.map(
                value -> {
                    assertThat(value).endsWith(">; rel=\"next\"").contains(next.stringValue());
                    URI uri = URI.create(value.substring(1, value.indexOf('>')));
                    assertThat(uri.getHost()).isEqualTo("packages.test");
                    return uri.getRawPath() + "?" + uri.getRawQuery();
                });
    }

    private static HttpRequest.BodyPublisher none() {
        return HttpRequest.BodyPublishers.noBody();
    }
}
