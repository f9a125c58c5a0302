package dev.imprimatur.web.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/** The management API as an administrator uses it in tests. */
final class Registry {

    static final String GITHUB =
            """
            {"provider": "test-ci",
             "fields": {"owner": "Octo-Org", "repository": "octo-repo", "workflow": "release.yml"}}
            """;

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    final ServiceClient admin;

    Registry(int port) {
        this.admin = new ServiceClient(port).asAdmin();
    }

    /** A name that no other test has. */
    static String newName() {
        return "project-" + Long.toString(NUMBERS.incrementAndGet(), 36);
    }

    static String projects(String index) {
        return "/_/api/v1/indexes/" + index + "/projects";
    }

    static String publishers(String project) {
        return projects("pypi") + "/" + project + "/publishers";
    }

    /** Adds the publisher that every test knows, to a project that is a real one. */
    long addPublisher(String project) {
        admin.put(projects("pypi") + "/" + project, "{}");
        HttpResponse<String> added = admin.post(publishers(project), GITHUB);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return ServiceClient.json(added).get("id").longValue();
    }

    /** The types of the events of a project, the newest first. */
    List<String> events(String project) {
        return eventsOf(project).stream().map(event -> event.get("type").stringValue()).toList();
    }

    List<JsonNode> eventsOf(String project) {
        JsonNode page =
                ServiceClient.json(
                        admin.get("/_/api/v1/events?index=pypi&limit=200&project=" + project));
        return List.copyOf(page.get("items").values());
    }
}
