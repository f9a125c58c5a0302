package dev.imprimatur.web.page.workflow;

import static dev.imprimatur.web.page.workflow.Client.members;
import static dev.imprimatur.web.page.workflow.Client.run;
import static dev.imprimatur.web.page.workflow.Client.uses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workflow of GitHub Actions, or of a server that runs the same. */
record GitHubWorkflow() implements WorkflowFile.Family {

    private static final String DIRECTORY = ".github/workflows/";
    private static final String OUR_ACTION = "octo-org/imprimatur@<commit>";

    @Override
    public WorkflowFile write(JobWords words, Target target, Client client) {
        Optional<List<Map<String, Object>>> own = client.steps(target);
        List<Map<String, Object>> steps = new ArrayList<>();
        steps.add(uses("actions/checkout@v5", Map.of()));
        steps.addAll(client.setUp());
        List<Map<String, Object>> publish = own.orElseGet(() -> List.of(ourStep(target, client)));
        for (String command : client.build()) {
            if (!publish.contains(run(command))) {
                steps.add(run(command));
            }
        }
        steps.addAll(publish);
        Map<String, Object> job = new LinkedHashMap<>();
        job.put(
                "runs-on",
                words.value("runner_environment").filter("self-hosted"::equals).isPresent()
                        ? "self-hosted"
                        : "ubuntu-latest");
        words.value("environment").ifPresent(name -> job.put("environment", name));
        job.put("permissions", members("contents", "read", "id-token", "write"));
        if (own.isEmpty() && !client.settings(target).isEmpty()) {
            job.put("env", client.settings(target));
        }
        job.put("steps", steps);
        String text =
                Yaml.write(
                        members(
                                "name",
                                "Release",
                                "on",
                                members("push", members("tags", List.of("v*"))),
                                "jobs",
                                members("publish", job)));
        String file = words.valueOrExample("workflow");
        return new WorkflowFile(
                file.contains("/") ? file : DIRECTORY + file, text, own.isEmpty(), false);
    }

    private static Map<String, Object> ourStep(Target target, Client client) {
        return uses(
                OUR_ACTION,
                members(
                        "url",
                        target.service(),
                        "index",
                        target.index().id(),
                        "audience",
                        target.audience(),
                        "env",
                        client.variable(),
                        "run",
                        client.publish(target)));
    }
}
