package dev.imprimatur.sandbox.ci;

import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables of a job, as text that a shell can evaluate. */
final class JobEnvironment {

    private static final Map<String, String> CLAIM_OF_VARIABLE = variables();

    private JobEnvironment() {}

    static String of(Job job, String requestUrl, String requestToken) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("ACTIONS_ID_TOKEN_REQUEST_URL", requestUrl);
        variables.put("ACTIONS_ID_TOKEN_REQUEST_TOKEN", requestToken);
        variables.put("CI", "true");
        variables.put("GITHUB_ACTIONS", "true");
        CLAIM_OF_VARIABLE.forEach(
                (variable, claim) -> variables.put(variable, job.claims().getOrDefault(claim, "")));
        String ref = job.claims().getOrDefault("ref", "");
        variables.put("GITHUB_REF_NAME", ref.replaceFirst("^refs/[a-z]+/", ""));
        StringBuilder text = new StringBuilder();
        variables.forEach(
                (name, value) ->
                        text.append("export ")
                                .append(name)
                                .append('=')
                                .append(quote(value))
                                .append('\n'));
        return text.toString();
    }

    /** What makes an evaluating shell say this, and fail. */
    static String failing(String message) {
        return "echo " + quote(message) + " >&2; false\n";
    }

    /** Between single quotes a shell takes everything as it is, but for the quote itself. */
    private static String quote(String value) {
        return "'" + value.replace("\0", "").replace("'", "'\\''") + "'";
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("GITHUB_REPOSITORY", "repository");
        variables.put("GITHUB_REPOSITORY_ID", "repository_id");
        variables.put("GITHUB_REPOSITORY_OWNER", "repository_owner");
        variables.put("GITHUB_REPOSITORY_OWNER_ID", "repository_owner_id");
        variables.put("GITHUB_REF", "ref");
        variables.put("GITHUB_REF_TYPE", "ref_type");
        variables.put("GITHUB_REF_PROTECTED", "ref_protected");
        variables.put("GITHUB_BASE_REF", "base_ref");
        variables.put("GITHUB_HEAD_REF", "head_ref");
        variables.put("GITHUB_SHA", "sha");
        variables.put("GITHUB_EVENT_NAME", "event_name");
        variables.put("GITHUB_WORKFLOW", "workflow");
        variables.put("GITHUB_WORKFLOW_REF", "workflow_ref");
        variables.put("GITHUB_WORKFLOW_SHA", "workflow_sha");
        variables.put("GITHUB_RUN_ID", "run_id");
        variables.put("GITHUB_RUN_NUMBER", "run_number");
        variables.put("GITHUB_RUN_ATTEMPT", "run_attempt");
        variables.put("GITHUB_ACTOR", "actor");
        variables.put("GITHUB_ACTOR_ID", "actor_id");
        variables.put("RUNNER_ENVIRONMENT", "runner_environment");
        return variables;
    }
}
