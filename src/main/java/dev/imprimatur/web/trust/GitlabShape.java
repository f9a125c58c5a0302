package dev.imprimatur.web.trust;

import dev.imprimatur.web.Problem.InvalidField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A publisher of GitLab as RubyGems' tools say it: the project by its whole path, and a branch, any
 * branch or any tag where ours have a pattern for the ref.
 */
final class GitlabShape {

    private static final String BRANCHES = "refs/heads/";
    private static final String ANY_TAG = "refs/tags/**";

    /** What makes no sense; no ref looks like it, so that it would be refused as a field, too. */
    private static final String NO_REF = "-";

    private static final Set<String> SAYABLE =
            Set.of("namespace", "project", "ci_file", "environment", "ref");

    private GitlabShape() {}

    static Map<String, @Nullable String> fields(Map<String, @Nullable String> said) {
        String path = said.get("project_path");
        int slash = path == null ? -1 : path.lastIndexOf('/');
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("namespace", path == null || slash < 0 ? null : path.substring(0, slash));
        fields.put("project", path == null ? null : path.substring(slash + 1));
        String file = said.get("ci_config_path");
        fields.put("ci_file", file == null || file.isBlank() ? ".gitlab-ci.yml" : file);
        fields.put("environment", said.get("environment"));
        fields.put("ref", ref(said.get("ref_type"), said.get("branch_name")));
        return fields;
    }

    /** What cannot be read, by the names that the tools have for it. */
    static List<InvalidField> mistakes(Map<String, @Nullable String> fields) {
        List<InvalidField> mistakes = new ArrayList<>();
        if (isBlank(fields.get("namespace")) || isBlank(fields.get("project"))) {
            mistakes.add(
                    new InvalidField(
                            "trusted_publisher.project_path",
                            "invalid",
                            "must be the whole path of a project, such as my-group/my-project"));
        }
        if (NO_REF.equals(fields.get("ref"))) {
            mistakes.add(
                    new InvalidField(
                            "trusted_publisher.ref_type",
                            "invalid",
                            "must be tag, or branch beside the branch_name of one branch"));
        }
        return mistakes;
    }

    private static @Nullable String ref(@Nullable String type, @Nullable String branch) {
        if (isBlank(type) && isBlank(branch)) {
            return null;
        }
        if ("tag".equals(type) && isBlank(branch)) {
            return ANY_TAG;
        }
        return "branch".equals(type) && branch != null && isOneName(branch)
                ? BRANCHES + branch
                : NO_REF;
    }

    static Optional<Map<String, @Nullable String>> said(Map<String, String> fields) {
        String ref = fields.get("ref");
        String branch = ref == null ? null : branch(ref);
        if (!SAYABLE.containsAll(fields.keySet())
                || (ref != null && branch == null && !ref.equals(ANY_TAG))) {
            return Optional.empty();
        }
        Map<String, @Nullable String> said = new LinkedHashMap<>();
        said.put("project_path", fields.get("namespace") + "/" + fields.get("project"));
        said.put("ci_config_path", fields.get("ci_file"));
        said.put("environment", fields.get("environment"));
        said.put("ref_type", ref == null ? null : branch == null ? "tag" : "branch");
        said.put("branch_name", branch);
        return Optional.of(said);
    }

    private static @Nullable String branch(String ref) {
        String name = ref.startsWith(BRANCHES) ? ref.substring(BRANCHES.length()) : "";
        return isOneName(name) ? name : null;
    }

    /** What would be a pattern in our field is a name, and no more, to those tools. */
    private static boolean isOneName(String branch) {
        return !branch.isEmpty()
                && branch.chars().noneMatch(Character::isWhitespace)
                && !branch.contains("*")
                && !branch.contains("{version}");
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
