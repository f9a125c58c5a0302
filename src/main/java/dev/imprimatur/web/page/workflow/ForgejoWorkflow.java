package dev.imprimatur.web.page.workflow;

import static dev.imprimatur.web.page.workflow.Client.members;
import static dev.imprimatur.web.page.workflow.Client.run;
import static dev.imprimatur.web.page.workflow.Client.uses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A workflow of Forgejo Actions: much like GitHub's, but a job asks for identity tokens by another
 * key, has no environment, and runs on a runner of its owner's, with what is installed there. So
 * nothing is in it that is known to work on GitHub alone: our script does the exchange.
 */
record ForgejoWorkflow() implements WorkflowFile.Family {

    /** The beginning of the path of its workflow files, where the definition gives an example. */
    static final String DIRECTORY = ".forgejo/";

    /** In full: what a short name stands for is up to each instance. */
    private static final String CHECKOUT = "https://data.forgejo.org/actions/checkout@v4";

    @Override
    public WorkflowFile write(JobWords words, Target target, Client client) {
        Map<String, Object> environment =
                members(
                        "IMPRIMATUR_URL",
                        target.service(),
                        "IMPRIMATUR_INDEX",
                        target.index().id(),
                        "IMPRIMATUR_AUDIENCE",
                        target.audience(),
                        "IMPRIMATUR_ENV",
                        client.variable());
        environment.putAll(client.settings(target));
        List<Map<String, Object>> steps = new ArrayList<>();
        steps.add(uses(CHECKOUT, Map.of()));
        client.build().forEach(command -> steps.add(run(command)));
        steps.add(
                run(
                        "sh action/imprimatur.sh run -- "
                                + Shell.asOneCommand(client.publish(target))));
        Map<String, Object> job =
                members(
                        "runs-on",
                        "docker",
                        "enable-openid-connect",
                        true,
                        "env",
                        environment,
                        "steps",
                        steps);
        String text =
                Yaml.write(
                        members(
                                "name",
                                "Release",
                                "on",
                                members("push", members("tags", List.of("v*"))),
                                "jobs",
                                members("publish", job)));
        return new WorkflowFile(words.valueOrExample("workflow"), text, true, true);
    }
}
