package dev.imprimatur.web.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.web.Problem;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitlabShapeTests {

    @Test
    void aProjectIsItsWholePathAndTheFileTheUsualOne() {
        assertThat(GitlabShape.fields(Map.of("project_path", "group/sub/app")))
                .containsEntry("namespace", "group/sub")
                .containsEntry("project", "app")
                .containsEntry("ci_file", ".gitlab-ci.yml")
                .containsEntry("ref", null);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    -,      -,         -
                    tag,    -,         refs/tags/**
                    branch, main,      refs/heads/main
                    branch, release/1, refs/heads/release/1
                    """)
    void aRefIsSaidAndReadBackAsItWas(
            @Nullable String type, @Nullable String branch, @Nullable String ref) {
        Map<String, @Nullable String> said = new HashMap<>(Map.of("project_path", "group/app"));
        said.put("ref_type", type);
        said.put("branch_name", branch);

        Map<String, @Nullable String> fields = GitlabShape.fields(said);

        assertThat(fields.get("ref")).isEqualTo(ref);
        Map<String, String> stored = new LinkedHashMap<>();
        fields.forEach(
                (field, value) -> {
                    if (value != null) {
                        stored.put(field, value);
                    }
                });
        assertThat(GitlabShape.said(stored))
                .hasValueSatisfying(
                        shown ->
                                assertThat(shown)
                                        .containsEntry("project_path", "group/app")
                                        .containsEntry("ref_type", type)
                                        .containsEntry("branch_name", branch));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    branch, -
                    branch, *
                    branch, v{version}
                    -,      main
                    tag,    main
                    other,  main
                    """)
    void whatMakesNoSenseIsNoRefAndNotPassedOver(@Nullable String type, @Nullable String branch) {
        Map<String, @Nullable String> said = new HashMap<>(Map.of("project_path", "group/app"));
        said.put("ref_type", type);
        said.put("branch_name", branch);

        Map<String, @Nullable String> fields = GitlabShape.fields(said);

        assertThat(fields.get("ref")).isEqualTo("-");
        assertThat(GitlabShape.mistakes(fields))
                .extracting(Problem.InvalidField::field)
                .containsExactly("trusted_publisher.ref_type");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-", "''", "app", "/app", "group/"})
    void aPathThatIsNotWholeIsRefused(@Nullable String path) {
        Map<String, @Nullable String> said = new HashMap<>();
        said.put("project_path", path);

        assertThat(GitlabShape.mistakes(GitlabShape.fields(said)))
                .extracting(Problem.InvalidField::field)
                .containsExactly("trusted_publisher.project_path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/tags/v*", "refs/heads/*", "refs/tags/v{version}", "refs/heads/"})
    void aPatternCannotBeSaid(String ref) {
        assertThat(
                        GitlabShape.said(
                                Map.of(
                                        "namespace", "a",
                                        "project", "b",
                                        "ci_file", "c.yml",
                                        "ref", ref)))
                .isEmpty();
    }

    @Test
    void aFieldThatHasNoMemberCannotBeSaid() {
        assertThat(
                        GitlabShape.said(
                                Map.of(
                                        "namespace", "a",
                                        "project", "b",
                                        "ci_file", "c.yml",
                                        "runner_environment", "self-hosted")))
                .isEmpty();
    }
}
