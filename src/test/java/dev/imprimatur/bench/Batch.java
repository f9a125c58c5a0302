package dev.imprimatur.bench;

import dev.imprimatur.ServiceClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Five hundred publishers in one request, all of them or none. */
final class Batch {

    private static final String PATH = "/_/api/v1/indexes/pypi/publishers:batch";
    private static final int SIZE = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ServiceClient admin;

    Batch(ServiceClient admin) {
        this.admin = admin;
    }

    /** Whether the service knows how to do it. */
    boolean isThere() {
        int status = admin.post(PATH, "{\"publishers\": []}").statusCode();
        return status != 404 && status != 405;
    }

    /** Adds publishers that were not there before, to projects that are. */
    void add(int number) {
        List<Map<String, ?>> publishers = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            int project = 2 + (number * SIZE + i) * 37 % (Seed.PROJECTS - 2);
            publishers.add(
                    Map.of(
                            "project", Seed.projectName(project),
                            "provider", "test-ci",
                            "fields",
                                    Map.of(
                                            "owner", "batch-" + number,
                                            "repository", "repo-" + i,
                                            "workflow", "release.yml")));
        }
        HttpResponse<String> answer =
                admin.post(PATH, JSON.writeValueAsString(Map.of("publishers", publishers)));
        Workloads.require(answer.statusCode() / 100 == 2, "a batch", answer);
    }
}
