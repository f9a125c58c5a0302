package dev.imprimatur.sandbox.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.secret.Secret;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * A run of a workflow job, as GitHub's claims describe it: every claim that is not about the token
 * itself. The claims agree with each other, whichever of them were chosen.
 *
 * @param claims all of them texts, ids and booleans too, as GitHub has them
 */
record Job(Map<String, String> claims) {

    /** Not a claim: the file name that the workflow claims are made of. */
    static final String WORKFLOW_FILE = "workflow_file";

    private static final String CUSTOM_PROPERTY = "repo_property_";

    /** A job may be given these: a typing error is then no silently made-up claim. */
    private static final Set<String> KNOWN =
            Set.of(
                    "actor",
                    "actor_id",
                    "base_ref",
                    "check_run_id",
                    "enterprise",
                    "enterprise_id",
                    "environment",
                    "environment_node_id",
                    "event_name",
                    "head_ref",
                    "issuer_scope",
                    "job_workflow_ref",
                    "job_workflow_sha",
                    "ref",
                    "ref_protected",
                    "ref_type",
                    "repository",
                    "repository_id",
                    "repository_owner",
                    "repository_owner_id",
                    "repository_visibility",
                    "run_attempt",
                    "run_id",
                    "run_number",
                    "runner_environment",
                    "sha",
                    "sub",
                    "workflow",
                    WORKFLOW_FILE,
                    "workflow_ref",
                    "workflow_sha");

    Job {
        claims = Map.copyOf(claims);
    }

    /**
     * A job with these claims chosen, and all others made to fit.
     *
     * @param chosen values by claim name, or by {@link #WORKFLOW_FILE}
     * @param run number of this run, which no other has
     * @throws IllegalArgumentException naming what cannot be chosen
     */
    static Job of(Map<String, String> chosen, long run) {
        Choice choice = new Choice(chosen);
        String repository = choice.set("repository", "octo-org/sample-project");
        String owner = choice.set("repository_owner", repository.replaceFirst("/.*", ""));
        choice.set("repository_id", idOf(repository));
        choice.set("repository_owner_id", idOf(owner));
        choice.set("repository_visibility", "public");

        String ref = choice.set("ref", "refs/tags/v1.0.0");
        boolean tag = ref.startsWith("refs/tags/");
        boolean pullRequest = ref.startsWith("refs/pull/");
        choice.set("ref_type", tag ? "tag" : "branch");
        choice.set("ref_protected", Boolean.toString(ref.equals("refs/heads/main")));
        String sha = choice.set("sha", commitOf(repository + "@" + ref));
        String event =
                choice.set("event_name", tag ? "release" : pullRequest ? "pull_request" : "push");
        choice.set("base_ref", pullRequest ? "main" : "");
        choice.set("head_ref", pullRequest ? "topic" : "");

        String file = chosen.getOrDefault(WORKFLOW_FILE, "release.yml");
        choice.set("workflow", "Release");
        String workflow =
                choice.set("workflow_ref", repository + "/.github/workflows/" + file + "@" + ref);
        String workflowSha = choice.set("workflow_sha", sha);
        choice.set("job_workflow_ref", workflow);
        choice.set("job_workflow_sha", workflowSha);

        choice.set("run_id", Long.toString(11_000_000_000L + run));
        choice.set("run_number", Long.toString(run));
        choice.set("run_attempt", "1");
        choice.set("check_run_id", Long.toString(31_000_000_000L + run));
        choice.set("runner_environment", "github-hosted");
        choice.set("issuer_scope", "repository");
        String actor = choice.set("actor", "octocat");
        choice.set("actor_id", idOf(actor));
        choice.setWithId("environment", "environment_node_id");
        choice.setWithId("enterprise", "enterprise_id");
        choice.set("sub", "repo:" + repository + ":" + context(chosen, event, ref));
        return new Job(choice.claims());
    }

    /** The names that a job may be given. */
    static Set<String> choosable() {
        return new TreeSet<>(KNOWN);
    }

    private static String context(Map<String, String> chosen, String event, String ref) {
        String environment = chosen.get("environment");
        if (environment != null) {
            return "environment:" + environment;
        }
        return event.equals("pull_request") ? event : "ref:" + ref;
    }

    /** The same name has the same id in every run, and another name another one. */
    private static String idOf(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.toLowerCase(Locale.ROOT).getBytes(UTF_8));
        return Long.toString(crc.getValue());
    }

    private static String commitOf(String text) {
        byte[] digest = Secret.sha256(text.getBytes(UTF_8));
        return HexFormat.of().formatHex(digest, 0, 20);
    }

    private record Choice(Map<String, String> chosen, Map<String, String> claims) {

        Choice(Map<String, String> chosen) {
            this(chosen, new LinkedHashMap<>());
            chosen.forEach(
                    (name, value) -> {
                        if (name.startsWith(CUSTOM_PROPERTY)) {
                            claims.put(name, value);
                        } else if (!KNOWN.contains(name)) {
                            throw new IllegalArgumentException(
                                    "A job cannot be given '%s', only: %s, or %s<name>"
                                            .formatted(
                                                    name,
                                                    String.join(", ", choosable()),
                                                    CUSTOM_PROPERTY));
                        }
                    });
        }

        String set(String name, String otherwise) {
            String value = chosen.getOrDefault(name, otherwise);
            claims.put(name, value);
            return value;
        }

        /** Absent, both of them, unless chosen. */
        void setWithId(String name, String idName) {
            String value = chosen.get(name);
            if (value != null) {
                claims.put(name, value);
                set(idName, idOf(value));
            }
        }
    }
}
