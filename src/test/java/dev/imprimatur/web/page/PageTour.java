package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every page there is, with something on it: a project that was published, refused, blocked and
 * waited for. Whatever a stranger or a maintainer may choose is full of markup.
 */
final class PageTour {

    /** Shows as text everywhere, and is an element nowhere. */
    static final String MARKUP = "<x-mark onclick=\"boo()\">'&amp;{{7*7}}${7*7}";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ApplicationContext context;
    private final int port;
    private final Publishing publishing;
    private final Account owner;
    private final String ownersToken;
    private final Map<String, String> variables = new HashMap<>();

    PageTour(ApplicationContext context, int port) {
        this.context = context;
        this.port = port;
        this.publishing = new Publishing(port);
        String publisher =
                publishing.publisher(publishing.project(), Map.of("environment", "release <&\">"));
        People people =
                new People(
                        port, context.getBean(JdbcClient.class), context.getBean(ApiTokens.class));
        this.owner = people.account("owner", "pypi", publishing.normalized());
        people.account("viewer", "pypi", publishing.normalized());
        this.ownersToken = people.token(owner, Scope.ADMIN);
        variables.put("index", "pypi");
        variables.put("name", publishing.normalized());
        variables.put("id", publisher);
        variables.put("attempt", refused());
        published();
        variables.put("token", liveToken());
        variables.put("member", owner.name());
        variables.put("account", owner.name());
        variables.put("provider", "test-ci");
        variables.put("kind", "index");
        variables.put("target", "other");
        variables.put("prefix", prefix());
        waitingProject();
        markedSwitchAndToken();
    }

    /** An owner of the project, signed in. */
    Browser owner() {
        return Browser.signedIn(port, ownersToken);
    }

    /** A new person without any part in the project, signed in. */
    Browser stranger() {
        People people =
                new People(
                        port, context.getBean(JdbcClient.class), context.getBean(ApiTokens.class));
        return Browser.signedIn(port, people.token(people.account(), Scope.ADMIN));
    }

    Map<String, String> variables() {
        return variables;
    }

    String path(PageRoutes.Route route) {
        Map<String, String> known = new HashMap<>(variables);
        if (route.pattern().contains("/tokens/{id}")) {
            known.put("id", variables.get("token"));
        }
        if (route.pattern().startsWith("/_/account/tokens/{id}")
                || route.pattern().startsWith("/_/admin/accounts/")) {
            known.put("id", variables.get("api-token"));
        }
        return route.path(known);
    }

    /** The addresses of all pages, those with something to fill in also as they are filled in. */
    Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        for (PageRoutes.Route route : PageRoutes.pages(context)) {
            if (!route.pattern().equals("/_") && !route.pattern().startsWith("/_/sign-in/")) {
                pages.put(name(route.pattern()), path(route));
            }
        }
        String project = "/_/projects/pypi/" + publishing.normalized();
        pages.put("publisher-form", project + "/publishers/new?provider=test-ci");
        pages.put(
                "publisher-form-open",
                "/_/projects/npm/a-free-name/publishers/new?provider=test-lab");
        pages.put(
                "publisher-cure",
                project
                        + "/publishers/"
                        + variables.get("id")
                        + "/edit?field=environment&value=release");
        pages.put("project-waiting", "/_/projects/open/" + variables.get("waiting"));
        pages.put("not-found", "/_/projects/pypi/no-such-project");
        pages.values().removeIf(Objects::isNull);
        return pages;
    }

    private static String name(String pattern) {
        String name =
                pattern.replace("/_/", "")
                        .replace("projects/{index}/{name}", "project")
                        .replaceAll("[{}]", "")
                        .replace('/', '-');
        return name.isEmpty() ? "front" : name;
    }

    /** Refused, with claims full of markup; the id of the attempt. */
    private String refused() {
        TestToken job = markedJob().claim("environment", "release").claim("actor", MARKUP);
        HttpResponse<String> answer = publishing.mint(job);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        for (JsonNode event : publishing.events()) {
            if (event.path("type").asString().equals("exchange-refused")) {
                return event.path("detail").path("attempt").asString();
            }
        }
        throw new AssertionError("No refusal");
    }

    private TestToken markedJob() {
        String ref = "refs/tags/" + MARKUP;
        String workflow = publishing.owner() + "/repo/.github/workflows/release.yml@" + ref;
        return publishing
                .job()
                .claim("ref", ref)
                .claim("sha", MARKUP)
                .claim("workflow_ref", workflow)
                .claim("job_workflow_ref", workflow);
    }

    private void published() {
        TestToken job = markedJob().claim("environment", "release <&\">");
        String token = publishing.uploadToken(job);
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("token", token);
        file.put("project", publishing.project());
        file.put("version", "1.0" + MARKUP);
        file.put("filename", MARKUP + ".whl");
        file.put("sha256", "ab".repeat(32));
        HttpResponse<String> accepted = publishing.ask(file);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(201);
    }

    private String liveToken() {
        JsonNode tokens =
                ServiceClient.json(
                        publishing
                                .client()
                                .asAdmin()
                                .get(
                                        "/_/api/v1/indexes/pypi/projects/%s/upload-tokens"
                                                .formatted(publishing.normalized())));
        return tokens.path("items").path(0).path("id").asString();
    }

    /** A beginning of names that the owner has. */
    private String prefix() {
        String prefix = publishing.normalized() + "-";
        HttpResponse<String> given =
                publishing
                        .client()
                        .asAdmin()
                        .put(
                                "/_/api/v1/indexes/pypi/prefixes/%s/owners/%s"
                                        .formatted(prefix, owner.name()),
                                "");
        assertThat(given.statusCode()).as(given.body()).isEqualTo(204);
        return prefix;
    }

    private void waitingProject() {
        String name = "waiting-" + publishing.normalized();
        ServiceClient client = publishing.client().with("Bearer " + ownersToken);
        HttpResponse<String> added =
                client.post(
                        "/_/api/v1/indexes/open/projects/%s/publishers".formatted(name),
                        JSON.writeValueAsString(
                                Map.of("provider", "test-ci", "fields", publishing.fields())));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        variables.put("waiting", name);
    }

    private void markedSwitchAndToken() {
        ServiceClient admin = publishing.client().asAdmin();
        HttpResponse<String> blocked =
                admin.put(
                        "/_/api/v1/indexes/pypi/projects/" + publishing.normalized(),
                        JSON.writeValueAsString(Map.of("blocked_reason", MARKUP)));
        assertThat(blocked.statusCode()).as(blocked.body()).isEqualTo(200);
        HttpResponse<String> token =
                publishing.client().with("Bearer " + ownersToken).get("/_/api/v1/api-tokens");
        variables.put(
                "api-token", ServiceClient.json(token).path("items").path(0).path("id").asString());
    }

    static List<String> names(Map<String, String> pages) {
        return new ArrayList<>(pages.keySet());
    }
}
