package dev.imprimatur.provider;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of publishers for tests. */
final class Publishers {

    private Publishers() {}

    static Map<String, String> github(String... more) {
        return with(
                Map.of("owner", "octo-org", "repository", "octo-repo", "workflow", "release.yml"),
                more);
    }

    static Map<String, String> gitlab(String... more) {
        return with(
                Map.of(
                        "namespace", "my-group/my-subgroup",
                        "project", "my-project",
                        "ci_file", ".gitlab-ci.yml"),
                more);
    }

    /** Lays names and values, one after the other, over fields. */
    static Map<String, String> with(Map<String, String> fields, String... more) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }
}
