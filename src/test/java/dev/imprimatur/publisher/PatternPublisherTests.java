package dev.imprimatur.publisher;

import static dev.imprimatur.Publishing.code;
import static dev.imprimatur.Publishing.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Claimant;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.ProjectGlob;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.token.LiveTokens;
import dev.imprimatur.token.Revocation;
import dev.imprimatur.web.ProblemFormat;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Publishers for a pattern of names: an organisation, its prefix, its projects to come. */
@ServiceTest
class PatternPublisherTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PUBLISHERS = "/_/api/v1/indexes/pypi/publishers";

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private Publishers publishers;
    @Autowired private PatternPublishers patterns;
    @Autowired private Projects projects;
    @Autowired private Indexes indexes;
    @Autowired private LiveTokens liveTokens;
    @Autowired private Revocation revocation;

    private Publishing publishing;
    private ServiceClient admin;
    private Caller owner;
    private Caller stranger;
    private PackageIndex pypi;
    private String prefix;

    @BeforeEach
    void aPrefixWithAnOwner() {
        publishing = new Publishing(port);
        admin = publishing.client().asAdmin();
        owner = Claimant.in(jdbc);
        stranger = Claimant.in(jdbc);
        pypi = indexes.ofId("pypi").orElseThrow();
        prefix = publishing.normalized() + "-";
        assertThat(ownership("PUT").statusCode()).isEqualTo(204);
    }

    @Test
    void anUploadOfANewNameMakesTheProjectOfTheOwnerOfThePrefix() {
        add(owner, prefix + "*");
        String token = publishing.uploadToken();

        HttpResponse<String> first = publishing.upload(token, prefix + "New", "1.0");
        HttpResponse<String> again = publishing.upload(token, prefix + "new", "1.1");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(ServiceClient.json(first).get("project_created").booleanValue()).isTrue();
        assertThat(ServiceClient.json(again).get("project_created").booleanValue()).isFalse();
        assertThat(ServiceClient.json(again).get("project").asString()).isEqualTo(prefix + "New");
        assertThat(owners(prefix + "new")).containsExactly(id(owner));
        assertThat(code(publishing.upload(token, publishing.project(), "1.0")))
                .isEqualTo("wrong-project");
    }

    @Test
    void whatAnAdministratorLetsInBelongsToNobody() {
        HttpResponse<String> added = admin.post(PUBLISHERS, body(prefix + "*"));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(ServiceClient.json(added).get("projects").asString()).isEqualTo(prefix + "*");

        assertThat(publishing.upload(publishing.uploadToken(), prefix + "x", "1.0").statusCode())
                .isEqualTo(201);

        assertThat(owners(prefix + "x")).isEmpty();
    }

    @Test
    void aPublisherForAPatternIsReadListedCheckedAndRemoved() {
        HttpResponse<String> checked = admin.post(PUBLISHERS + "?dry_run=true", body(prefix + "*"));
        HttpResponse<String> added = admin.post(PUBLISHERS, body(prefix.replace('-', '_') + "*"));
        String location = added.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> twin = admin.post(PUBLISHERS, body(prefix + "*"));

        assertThat(checked.statusCode()).isEqualTo(200);
        assertThat(ServiceClient.json(admin.get(location)).get("projects").asString())
                .isEqualTo(prefix + "*");
        assertThat(code(twin)).isEqualTo("duplicate");
        assertThat(twin.headers().firstValue("Location")).hasValue(location);
        assertThat(admin.get(PUBLISHERS + "?limit=200").body()).contains(prefix + "*");
        String token = publishing.uploadToken();
        assertThat(admin.delete(location).statusCode()).isEqualTo(204);

        assertThat(admin.get(location).statusCode()).isEqualTo(404);
        assertThat(code(publishing.upload(token, prefix + "x", "1.0")))
                .isEqualTo("publisher-removed");
        assertThat(
                        jdbc.sql(
                                        "SELECT type FROM event WHERE projects @> ARRAY[:pattern]::text[]"
                                                + " ORDER BY id")
                                .param("pattern", prefix + "*")
                                .query(String.class)
                                .list())
                .containsExactly(
                        "prefix-owner-added",
                        "publisher-added",
                        "publisher-pinned",
                        "token-minted",
                        "publisher-removed");
    }

    @ParameterizedTest
    @CsvSource({"''", "*-*-*-*-*-*", "**", "a b*", "-x*", "é*"})
    void aPatternThatNoNameFitsIsRefused(String pattern) {
        JsonNode problem =
                ProblemFormat.check(admin.post(PUBLISHERS, body(pattern)), 422, "invalid-fields");
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo("projects");
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void onlyWhoOwnsThePrefixMayTouchIt() {
        Addition added = add(owner, prefix + "tools-*");
        long id = ((Addition.Added) added).publisher().id();

        assertThat(add(stranger, prefix + "*")).isInstanceOf(Addition.Denied.class);
        assertThat(patterns.find(pypi, id, stranger)).isEmpty();
        assertThat(patterns.page(pypi, 0, 200, stranger)).isEmpty();
        assertThat(patterns.remove(pypi, id, _ -> true, stranger)).isEqualTo(Removal.MISSING);
        assertThat(add(owner, publishing.normalized() + "*")).isInstanceOf(Addition.Denied.class);
        assertThat(add(owner, "*")).isInstanceOf(Addition.Denied.class);
        assertThat(add(limited(owner, prefix + "tools-*"), prefix + "*"))
                .isInstanceOf(Addition.Denied.class);
        assertThat(add(limited(owner, prefix + "tools-*"), prefix + "tools-a*"))
                .isInstanceOf(Addition.Added.class);
        assertThat(patterns.page(pypi, 0, 200, owner)).hasSize(2);
        assertThat(patterns.find(indexes.ofId("other").orElseThrow(), id, owner)).isEmpty();

        assertThat(ownership("DELETE").statusCode()).isEqualTo(204);
        assertThat(ownership("DELETE").statusCode()).isEqualTo(404);
        assertThat(patterns.remove(pypi, id, _ -> true, owner)).isEqualTo(Removal.MISSING);
        publishing.upload(publishing.uploadToken(), prefix + "tools-late", "1.0");
        assertThat(owners(prefix + "tools-late")).isEmpty();
    }

    @Test
    void aLimitedTokenOfTheOperatorReachesPatternsWithinItsOwn() {
        Caller operator =
                new Caller(
                        "account:limited",
                        null,
                        null,
                        true,
                        true,
                        Scope.PUBLISHERS_WRITE,
                        List.of(new ProjectGlob("pypi", prefix + "*")));

        assertThat(add(operator, prefix + "a*")).isInstanceOf(Addition.Added.class);
        assertThat(add(operator, "*")).isInstanceOf(Addition.Denied.class);
    }

    @Test
    void anAccountThatIsNotThereOwnsNothing() {
        HttpResponse<String> answer =
                admin.send(
                        admin.to(owners() + "/nobody-of-this-name")
                                .PUT(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(admin.get(owners()).body())
                .contains("\"account\":\"" + account(owner) + "\"")
                .doesNotContain("nobody-of");
    }

    @Test
    void aTokenIsNarrowedToNamesThatFit() {
        add(owner, prefix + "*");

        HttpResponse<String> outside =
                publishing.mint(
                        publishing.job().text(), Map.of("projects", List.of("something-else")));
        String token =
                tokenOf(
                        publishing.mint(
                                publishing.job().text(),
                                Map.of("projects", List.of(prefix + "a"))));

        assertThat(code(outside)).isEqualTo("invalid-scope");
        assertThat(list(token)).containsExactly(prefix + "a");
        assertThat(code(publishing.upload(token, prefix + "b", "1.0"))).isEqualTo("wrong-project");
        assertThat(publishing.upload(token, prefix + "A", "1.0").statusCode()).isEqualTo(201);
    }

    @Test
    @DisplayName("Hazard 29: introspection forgets one cause")
    void aBlockedProjectStaysBlocked() {
        add(owner, prefix + "*");
        String token = publishing.uploadToken();
        assertThat(list(token)).containsExactly(prefix + "*");
        assertThat(authorize(token).headers().firstValue("X-Imprimatur-Projects"))
                .hasValue(prefix + "*");

        admin.put(
                "/_/api/v1/indexes/pypi/projects/" + prefix + "x", "{\"blocked_reason\": \"no\"}");

        assertThat(code(publishing.upload(token, prefix + "x", "1.0")))
                .isEqualTo("project-blocked");
        assertThat(publishing.introspect(token).get("active").booleanValue()).isFalse();
        assertThat(authorize(token).statusCode()).isEqualTo(403);
        assertThat(publishing.upload(token, prefix + "y", "1.0").statusCode()).isEqualTo(201);
    }

    @Test
    void theVersionMustFitHereToo() {
        Map<String, String> fields = publishing.fields();
        fields.put("ref", "refs/tags/v{version}");
        patterns.add(
                pypi,
                pypi.namePattern(prefix + "*").orElseThrow(),
                new Publishers.Wish("test-ci", Map.copyOf(fields)),
                owner);
        String token = publishing.uploadToken();

        assertThat(code(publishing.upload(token, prefix + "x", "2.0")))
                .isEqualTo("version-mismatch");
        assertThat(owners(prefix + "x")).isEmpty();
        assertThat(publishing.upload(token, prefix + "x", "1.0").statusCode()).isEqualTo(201);
    }

    @Test
    void aPackageThatTheIndexHasFromBeforeIsNotTakenOver() {
        add(owner, prefix + "*");

        HttpResponse<String> answer =
                publishing.ask(
                        Map.of(
                                "token",
                                publishing.uploadToken(),
                                "project",
                                prefix + "old",
                                "project_exists",
                                true));

        assertThat(code(answer)).isEqualTo("name-taken");
    }

    @Test
    void somebodyElseWhoWaitsForTheNameLosesIt() {
        Publishing other = new Publishing(port);
        ProjectName name = pypi.projectName(prefix + "wanted").orElseThrow();
        publishers.add(
                pypi, name, new Publishers.Wish("test-ci", Map.copyOf(other.fields())), stranger);
        String waiting = other.uploadToken();
        add(owner, prefix + "*");

        assertThat(publishing.upload(publishing.uploadToken(), prefix + "wanted", "1").statusCode())
                .isEqualTo(201);

        assertThat(code(other.upload(waiting, prefix + "wanted", "1"))).isEqualTo("name-taken");
        assertThat(owners(prefix + "wanted")).containsExactly(id(owner));
        assertThat(projects.find(pypi, name, stranger)).isEmpty();
    }

    @Test
    @DisplayName("Hazard 31: who waits for a name has no part in the tokens of its pattern")
    void whoMerelyWaitsForANameReachesNoTokenOfItsPattern() {
        add(owner, prefix + "*");
        String token = publishing.uploadToken();
        Publishing other = new Publishing(port);
        RegisteredProject waiting = waitFor(prefix + "wanted", other, stranger);
        long id = jdbc.sql("SELECT max(id) FROM upload_token").query(Long.class).single();

        assertThat(liveTokens.page(waiting, 0, 10)).isEmpty();
        assertThat(revocation.revoke(id, waiting, stranger)).isFalse();

        assertThat(publishing.upload(token, prefix + "x", "1.0").statusCode()).isEqualTo(201);
    }

    @Test
    void whoWaitsBehindTheSameWorkflowLosesTheNameToTheOwnerOfThePrefix() {
        waitFor(prefix + "wanted", publishing, stranger);
        add(owner, prefix + "*");

        HttpResponse<String> upload =
                publishing.upload(publishing.uploadToken(), prefix + "wanted", "1");

        assertThat(upload.statusCode()).as(upload.body()).isEqualTo(201);
        assertThat(owners(prefix + "wanted")).containsExactly(id(owner));
    }

    @Test
    void aRevokedTokenIsTheEventOfTheProjectsThatItWasGoodFor() {
        add(owner, prefix + "*");
        publishing.upload(narrow("a"), prefix + "a", "1.0");
        publishing.uploadToken();
        RegisteredProject project = project("a");

        List<LiveTokens.LiveToken> live = liveTokens.page(project, 0, 10);
        live.forEach(token -> revocation.revoke(token.id(), project, owner));
        revocation.revoke(live.getLast().id(), project, Caller.operator("api-token:first"));

        assertThat(revoked())
                .containsExactly(
                        List.of(prefix + "a"),
                        List.of(prefix + "a"),
                        List.of(prefix + "*", prefix + "a"));
    }

    @Test
    void whatIsTakenFromOneProjectOfAPatternIsGoodForTheOthers() {
        add(owner, prefix + "*");
        String wide = publishing.uploadToken();
        String narrow = narrow("a", "b");
        String single = narrow("a");
        publishing.upload(wide, prefix + "a", "1.0");
        RegisteredProject project = project("a");

        liveTokens
                .page(project, 0, 10)
                .forEach(live -> assertThat(revocation.revoke(live.id(), project, owner)).isTrue());

        assertThat(liveTokens.page(project, 0, 10)).isEmpty();
        for (String token : List.of(wide, narrow, single)) {
            assertThat(code(publishing.upload(token, prefix + "a", "1.1")))
                    .isEqualTo("revoked-token");
        }
        assertThat(list(narrow)).containsExactly(prefix + "b");
        // A list cannot say "all but this one".
        assertThat(publishing.introspect(wide).get("active").booleanValue()).isFalse();
        assertThat(authorize(wide).statusCode()).isEqualTo(403);
        for (String token : List.of(wide, narrow)) {
            assertThat(publishing.upload(token, prefix + "b", "1.0").statusCode()).isEqualTo(201);
        }
        assertThat(code(publishing.upload(single, prefix + "b", "1.0"))).isEqualTo("revoked-token");
    }

    @Test
    void aPatternThatIsOneNameIsNothingWithoutItsProject() {
        add(owner, prefix + "a");
        String token = publishing.uploadToken();
        publishing.upload(token, prefix + "a", "1.0");
        RegisteredProject project = project("a");
        long id = liveTokens.page(project, 0, 10).getFirst().id();

        assertThat(revocation.revoke(id, project, owner)).isTrue();

        assertThat(code(publishing.upload(token, prefix + "b", "1.0"))).isEqualTo("revoked-token");
    }

    private String narrow(String... names) {
        List<String> projects = Stream.of(names).map(prefix::concat).toList();
        return tokenOf(publishing.mint(publishing.job().text(), Map.of("projects", projects)));
    }

    private RegisteredProject project(String name) {
        return projects.find(pypi, pypi.projectName(prefix + name).orElseThrow(), owner)
                .orElseThrow();
    }

    private List<List<String>> revoked() {
        return jdbc.sql(
                        """
                        SELECT projects FROM event
                         WHERE type = 'token-revoked' AND starts_with(projects[1], :prefix)
                         ORDER BY id
                        """)
                .param("prefix", prefix)
                .query((row, number) -> List.of((String[]) row.getArray("projects").getArray()))
                .list();
    }

    private RegisteredProject waitFor(String project, Publishing workflow, Caller caller) {
        ProjectName name = pypi.projectName(project).orElseThrow();
        publishers.add(
                pypi, name, new Publishers.Wish("test-ci", Map.copyOf(workflow.fields())), caller);
        return projects.find(pypi, name, caller).orElseThrow();
    }

    private Addition add(Caller caller, String pattern) {
        return patterns.add(
                pypi,
                pypi.namePattern(pattern).orElseThrow(),
                new Publishers.Wish("test-ci", Map.copyOf(publishing.fields())),
                caller);
    }

    private String body(String pattern) {
        return JSON.writeValueAsString(
                Map.of("projects", pattern, "provider", "test-ci", "fields", publishing.fields()));
    }

    private static Caller limited(Caller caller, String names) {
        return new Caller(
                caller.actor(),
                caller.account(),
                null,
                false,
                true,
                Scope.ADMIN,
                List.of(new ProjectGlob("pypi", names)));
    }

    private String owners() {
        return "/_/api/v1/indexes/pypi/prefixes/" + prefix + "/owners";
    }

    private HttpResponse<String> ownership(String method) {
        return admin.send(
                admin.to(owners() + "/" + account(owner))
                        .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> authorize(String token) {
        return publishing
                .client()
                .send(
                        publishing
                                .client()
                                .to("/_/authorize/pypi")
                                .header("Authorization", "Bearer " + token)
                                .GET());
    }

    private List<String> list(String token) {
        return publishing
                .introspect(token)
                .path("projects")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static String account(Caller caller) {
        return Objects.requireNonNull(caller.account()).name();
    }

    private static long id(Caller caller) {
        return Objects.requireNonNull(caller.account()).id();
    }

    private List<Long> owners(String normalized) {
        return jdbc.sql(
                        """
                        SELECT m.account_id
                          FROM member m JOIN project j ON j.id = m.project_id
                         WHERE j.normalized_name = :name AND m.role = 'owner'
                           AND j.pending_until IS NULL
                        """)
                .param("name", normalized)
                .query(Long.class)
                .list();
    }
}
