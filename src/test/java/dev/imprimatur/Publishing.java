package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.issuer.TestIssuer;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A repository, its CI jobs, its projects and the index {@code pypi}, for a {@link ServiceTest}.
 * Each has names and ids of its own, so that tests do not meet.
 */
public final class Publishing {

    /** The host of the index's upload URL. */
    public static final String HOST = "packages.test";

    /** The audience of the index. */
    public static final String AUDIENCE = "packages.test";

    public static final String INDEX_SECRET = "index-secret-for-tests";

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ServiceClient client;
    private final int number = NUMBER.incrementAndGet();

    public Publishing(int port) {
        this.client = new ServiceClient(port);
    }

    /** The owner of the repository. */
    public String owner() {
        return "Owner-" + number;
    }

    /** A project name of this test's own, in the spelling that its maintainers use. */
    public String project() {
        return project("");
    }

    /** Another project name of this test's own. */
    public String project(String suffix) {
        return "Sample_Project" + number + suffix;
    }

    /** The name of {@link #project()} as the index compares it. */
    public String normalized() {
        return "sample-project" + number;
    }

    /** An identity token of a job of the repository, good unless a test changes it. */
    public TestToken job() {
        return job(TestProviders.FIRST);
    }

    /** The same from another issuer. */
    public TestToken job(TestIssuer issuer) {
        String repository = owner() + "/repo";
        String workflow = repository + "/.github/workflows/release.yml@refs/tags/v1.0";
        return TestToken.of(issuer, Clock.systemUTC())
                .claim("aud", AUDIENCE)
                .claim("repository", repository)
                .claim("repository_owner", owner())
                .claim("repository_id", Integer.toString(1000 + number))
                .claim("repository_owner_id", Integer.toString(5000 + number))
                .claim("workflow_ref", workflow)
                .claim("job_workflow_ref", workflow);
    }

    /** The fields of a publisher that {@link #job()} matches. */
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("owner", owner());
        fields.put("repository", "repo");
        fields.put("workflow", "release.yml");
        return fields;
    }

    /** Registers a publisher of {@link #project()} with good fields; returns its id. */
    public String publisher() {
        return publisher(project(), Map.of());
    }

    /**
     * Registers a publisher with these fields beside or in the place of the good ones, of a project
     * that is a real one.
     */
    public String publisher(String project, Map<String, String> changes) {
        client.asAdmin().put("/_/api/v1/indexes/pypi/projects/" + project, "{}");
        Map<String, String> fields = fields();
        fields.putAll(changes);
        HttpResponse<String> response = register("pypi", project, "test-ci", fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return ServiceClient.json(response).path("id").asString();
    }

    public HttpResponse<String> register(
            String index, String project, String provider, Map<String, String> fields) {
        return client.asAdmin()
                .post(
                        "/_/api/v1/indexes/%s/projects/%s/publishers".formatted(index, project),
                        JSON.writeValueAsString(Map.of("provider", provider, "fields", fields)));
    }

    public void removePublisher(String project, String id) {
        HttpResponse<String> response =
                client.asAdmin()
                        .delete(
                                "/_/api/v1/indexes/pypi/projects/%s/publishers/%s"
                                        .formatted(project, id));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    /** Asks for an upload token as shipping clients do. */
    public HttpResponse<String> mint(TestToken token) {
        return mint(token.text(), Map.of());
    }

    /** The same with further members. */
    public HttpResponse<String> mint(String token, Map<String, ?> members) {
        Map<String, Object> body = new LinkedHashMap<>(members);
        body.put("token", token);
        return post("/_/oidc/mint-token", JSON.writeValueAsString(body));
    }

    /** Posts a body to the host of the index, without any content type. */
    public HttpResponse<String> post(String path, String body) {
        return client.send(onHost(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** An upload token for all that trusts {@link #job()}. */
    public String uploadToken() {
        return uploadToken(job());
    }

    public String uploadToken(TestToken token) {
        return tokenOf(mint(token));
    }

    public String singleUseToken() {
        return tokenOf(mint(job().text(), Map.of("features", List.of("single-use-token"))));
    }

    public static String tokenOf(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ServiceClient.json(response).path("token").asString();
    }

    /** What the index asks when a file of {@link #project()} comes in with this token. */
    public HttpResponse<String> upload(String token) {
        return upload(token, project(), "1.0");
    }

    public HttpResponse<String> upload(String token, String project, @Nullable String version) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("token", token);
        body.put("project", project);
        body.put("version", version);
        body.put("filename", "sample-1.0.tar.gz");
        body.put("sha256", "ab".repeat(32));
        return ask(body);
    }

    /** What the index asks, member by member. */
    public HttpResponse<String> ask(Map<String, ?> body) {
        return client.asIndex("pypi", INDEX_SECRET)
                .post("/_/api/v1/indexes/pypi/uploads", JSON.writeValueAsString(body));
    }

    /** What a form of an OAuth endpoint is answered for the index. */
    public HttpResponse<String> form(String path, String form) {
        ServiceClient index = client.asIndex("pypi", INDEX_SECRET);
        return index.send(
                index.to(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    public JsonNode introspect(String token) {
        HttpResponse<String> response = form("/_/oauth2/introspect", "token=" + token);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ServiceClient.json(response);
    }

    /** The events about {@link #project()}, newest first. */
    public List<JsonNode> events() {
        HttpResponse<String> response =
                client.asAdmin().get("/_/api/v1/events?index=pypi&project=" + project());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ServiceClient.json(response).path("items").valueStream().toList();
    }

    /** A request that arrives at the host of the index. */
    public HttpRequest.Builder onHost(String path) {
        return client.to(path).header("Host", HOST);
    }

    public ServiceClient client() {
        return client;
    }

    /** The code of a refusal; empty where it is none in the one error format. */
    public static String code(HttpResponse<String> response) {
        return ServiceClient.json(response).path("errors").path(0).path("code").asString("");
    }

    /** The description of a refusal. */
    public static String description(HttpResponse<String> response) {
        return ServiceClient.json(response).path("errors").path(0).path("description").asString("");
    }
}
