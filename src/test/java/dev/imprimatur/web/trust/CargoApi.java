package dev.imprimatur.web.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A crate and its owner, who manages its publishers with cargo's API. */
final class CargoApi {

    static final String GITHUB = "/api/v1/trusted_publishing/github_configs";
    static final String GITLAB = "/api/v1/trusted_publishing/gitlab_configs";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final int port;
    private final Publishing publishing;
    private final People people;
    private final String crate;
    private final ServiceClient owner;

    CargoApi(int port, JdbcClient jdbc, ApiTokens tokens) {
        this.port = port;
        this.publishing = new Publishing(port);
        this.people = new People(port, jdbc, tokens);
        this.crate = publishing.project();
        this.owner = ownerOf(crate);
    }

    /** The repository whose jobs the configs of {@link #github} are for. */
    Publishing publishing() {
        return publishing;
    }

    People people() {
        return people;
    }

    String crate() {
        return crate;
    }

    /** The client of its owner. */
    ServiceClient owner() {
        return owner;
    }

    /** The client of somebody new who owns this crate. */
    ServiceClient ownerOf(String project) {
        new ServiceClient(port).asAdmin().put("/_/api/v1/indexes/cargo/projects/" + project, "{}");
        Account account =
                people.account(
                        "owner", "cargo", project.toLowerCase(Locale.ROOT).replace('_', '-'));
        return people.as(account, Scope.PUBLISHERS_WRITE);
    }

    /** A config as it is sent, with these members in the place of good ones. */
    Map<String, Object> github(Map<String, Object> changes) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("crate", crate);
        config.put("repository_owner", publishing.owner());
        config.put("repository_name", "repo");
        config.put("workflow_filename", "release.yml");
        config.put("environment", null);
        config.putAll(changes);
        return config;
    }

    static String body(String envelope, Map<String, ?> config) {
        return JSON.writeValueAsString(Map.of(envelope, config));
    }

    HttpResponse<String> create(Map<String, ?> config) {
        return post(GITHUB, body("github_config", config));
    }

    HttpResponse<String> post(String path, String body) {
        return owner.send(
                owner.to(path).header("Host", "open.test").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path, long id) {
        return owner.send(owner.to(path + "/" + id).header("Host", "open.test").DELETE());
    }

    static HttpResponse<String> get(ServiceClient client, String path) {
        return client.send(client.to(path).header("Host", "open.test"));
    }

    JsonNode list(String path, String query) {
        HttpResponse<String> response = get(owner, path + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return ServiceClient.json(response);
    }

    static long id(HttpResponse<String> created) {
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        return ServiceClient.json(created).path("github_config").path("id").asLong();
    }

    /** A publisher that says more than a config can. */
    long narrowed(String field, String value) {
        if (field.equals("enabled")) {
            long id = id(create(github(Map.of())));
            var off =
                    owner.to(publishers() + "/" + id)
                            .header("Content-Type", "application/json")
                            .header("If-Match", "*")
                            .method("PATCH", BodyPublishers.ofString("{\"enabled\": false}"));
            assertThat(owner.send(off).statusCode()).isEqualTo(200);
            return id;
        }
        Map<String, String> fields = publishing.fields();
        fields.put(field, value);
        HttpResponse<String> added = publishing.register("cargo", crate, "test-ci", fields);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return ServiceClient.json(added).path("id").asLong();
    }

    String publishers() {
        return "/_/api/v1/indexes/cargo/projects/" + crate + "/publishers";
    }

    /** What happened to publishers of the crate, the newest first. */
    List<String> events() {
        JsonNode events =
                ServiceClient.json(owner.get("/_/api/v1/events?index=cargo&project=" + crate));
        return events.path("items")
                .valueStream()
                .map(event -> event.path("type").asString())
                .filter(type -> type.startsWith("publisher-"))
                .toList();
    }

    static String detail(HttpResponse<String> refused) {
        return ServiceClient.json(refused).path("errors").path(0).path("detail").asString("");
    }
}
