package dev.imprimatur.bench;

import dev.imprimatur.ServiceClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.databind.json.JsonMapper;

/**
 * Five hundred publishers in one request, all of them or none.
 *
 * @param project the name of a project that is there, of each number
 */
record Batch(String what, ServiceClient asker, boolean dryRun, IntFunction<String> project) {

    private static final String PATH = "/_/api/v1/indexes/pypi/publishers:batch";
    private static final int SIZE = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Publishers that were not there before, for projects that are. */
    void send(int number) {
        List<Map<String, ?>> publishers = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            publishers.add(
                    Map.of(
                            "project", project.apply(number * SIZE + i),
                            "provider", "test-ci",
                            "fields",
                                    Map.of(
                                            "owner", "batch-" + number,
                                            "repository", "repo-" + i,
                                            "workflow", what.hashCode() + ".yml")));
        }
        HttpResponse<String> answer =
                asker.post(
                        PATH + "?dry_run=" + dryRun,
                        JSON.writeValueAsString(Map.of("publishers", publishers)));
        Workloads.require(answer.statusCode() == (dryRun ? 200 : 201), what, answer);
    }
}
