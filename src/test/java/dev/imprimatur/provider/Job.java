package dev.imprimatur.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A CI job for tests: the payload of its identity token, to be changed claim by claim. */
record Job(ProviderDefinition provider, Map<String, @Nullable Object> payload) {

    static final String SHA = "0123456789abcdef0123456789abcdef01234567";

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The release of octo-org/octo-repo, tagged v1.0. */
    static Job github() {
        return new Job(Definitions.github(), Map.of())
                .with("iss", "https://token.actions.githubusercontent.com")
                .with("sub", "repo:octo-org/octo-repo:environment:release")
                .with("repository", "octo-org/octo-repo")
                .with("repository_owner", "octo-org")
                .with("repository_id", "74")
                .with("repository_owner_id", "65")
                .with("repository_visibility", "public")
                .with("workflow_ref", workflow("release.yml"))
                .with("job_workflow_ref", workflow("release.yml"))
                .with("ref", "refs/tags/v1.0")
                .with("ref_type", "tag")
                .with("sha", SHA)
                .with("event_name", "release")
                .with("base_ref", "")
                .with("runner_environment", "github-hosted")
                .with("run_id", "11234")
                .with("run_number", "10")
                .with("run_attempt", "2")
                .with("actor", "octocat")
                .with("actor_id", "583231")
                .with("environment", "release");
    }

    private static String workflow(String file) {
        return "octo-org/octo-repo/.github/workflows/" + file + "@refs/tags/v1.0";
    }

    /** A pipeline of my-group/my-subgroup/my-project, tagged v1.0. */
    static Job gitlab() {
        return new Job(Definitions.gitlab(), Map.of())
                .with("iss", "https://gitlab.com")
                .with("namespace_id", "72")
                .with("namespace_path", "my-group/my-subgroup")
                .with("project_id", "20")
                .with("project_path", "my-group/my-subgroup/my-project")
                .with("user_id", "1")
                .with("user_login", "sample-user")
                .with("pipeline_id", "574")
                .with("pipeline_source", "push")
                .with("job_id", "302")
                .with("ref", "v1.0")
                .with("ref_type", "tag")
                .with("ref_path", "refs/tags/v1.0")
                .with("ref_protected", "true")
                .with("environment", "release")
                .with("runner_id", 1)
                .with("runner_environment", "gitlab-hosted")
                .with("sha", SHA)
                .with("project_visibility", "public")
                .with("job_project_id", "20")
                .with(
                        "ci_config_ref_uri",
                        "gitlab.com/my-group/my-subgroup/my-project//.gitlab-ci.yml@refs/tags/v1.0");
    }

    Job of(ProviderDefinition other) {
        return new Job(other, payload);
    }

    Job with(String claim, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(payload);
        changed.put(claim, value);
        return new Job(provider, changed);
    }

    Job without(String claim) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(payload);
        changed.remove(claim);
        return new Job(provider, changed);
    }

    /** A job that runs at another ref, in all the claims that say so. */
    Job at(String ref) {
        Job moved = with("ref", ref);
        for (String claim : List.of("workflow_ref", "job_workflow_ref")) {
            String before = String.valueOf(payload.get(claim));
            moved = moved.with(claim, before.replace("refs/tags/v1.0", ref));
        }
        return moved;
    }

    /** Whether a token with this claim is refused because it is not there. */
    boolean needs(String claim) {
        Claims.Unfit missing = new Claims.Unfit(claim, "is missing");
        return without(claim).read().equals(missing)
                && with(claim, null).read().equals(missing)
                && (payload.get(claim) instanceof Boolean
                        || with(claim, "").read().equals(missing));
    }

    /** Whether a token is refused in which this claim is another JSON type than it should be. */
    boolean holdsToItsType(String claim, Object other) {
        return with(claim, other)
                .read()
                .equals(new Claims.Unfit(claim, "has another type than its provider gives it"));
    }

    /** Numbers, lists and objects refuse the token where this claim is a text. */
    void assertHoldsToItsType(String claim) {
        assertThat(holdsToItsType(claim, 1.5)).isTrue();
        assertThat(holdsToItsType(claim, List.of(1))).isTrue();
        assertThat(holdsToItsType(claim, Map.of("a", "b"))).isTrue();
    }

    /** The job matches the publisher, and by this field alone no more once the claim is gone. */
    void assertNarrowedBy(String field, String claim, Map<String, String> publisher) {
        assertThat(mismatches(publisher)).isEmpty();
        assertThat(without(claim).mismatches(publisher)).containsExactly(field);
        assertThat(with(claim, null).mismatches(publisher)).containsExactly(field);
    }

    /** What a maintainer fills in has this error and no other; null: none. */
    void assertFilledIn(Map<String, String> filledIn, @Nullable String code) {
        assertThat(provider.validate(filledIn))
                .extracting(FieldError::code)
                .isEqualTo(code == null ? List.of() : List.of(code));
    }

    Claims.Reading read() {
        return provider.read(JSON.valueToTree(payload));
    }

    Claims claims() {
        return switch (read()) {
            case Claims.Read(Claims claims) -> claims;
            case Claims.Unfit(String claim, String reason) ->
                    throw new AssertionError(claim + " " + reason);
        };
    }

    /** The names of the fields and claims in which this job is not what a publisher expects. */
    List<String> mismatches(Map<String, String> publisher) {
        return provider.compare(publisher, claims()).stream().map(Mismatch::field).toList();
    }

    Map<String, String> recorded() {
        return provider.record(claims());
    }
}
