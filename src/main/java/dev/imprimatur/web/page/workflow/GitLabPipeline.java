package dev.imprimatur.web.page.workflow;

import static dev.imprimatur.web.page.workflow.Client.members;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job of a GitLab pipeline. */
record GitLabPipeline() implements WorkflowFile.Family {

    @Override
    public WorkflowFile write(JobWords words, Target target, Client client) {
        boolean byItself = client instanceof Npm npm && npm.exchanges(target);
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("stage", "deploy");
        if (byItself) {
            job.put("image", "node:24");
        }
        words.value("environment").ifPresent(name -> job.put("environment", name));
        job.put("rules", List.of(members("if", "$CI_COMMIT_TAG")));
        job.put(
                "id_tokens",
                members(
                        byItself ? "NPM_ID_TOKEN" : "IMPRIMATUR_ID_TOKEN",
                        members("aud", target.audience())));
        List<String> script = new ArrayList<>();
        if (byItself) {
            script.add("npm install --global npm@11");
            script.add(Npm.command(target));
        } else {
            Map<String, Object> variables =
                    members(
                            "IMPRIMATUR_URL",
                            target.service(),
                            "IMPRIMATUR_INDEX",
                            target.index().id(),
                            "IMPRIMATUR_ENV",
                            client.variable());
            // Here a dollar is a variable of the pipeline's, unless it is doubled.
            client.settings(target)
                    .forEach(
                            (name, value) ->
                                    variables.put(name, value.toString().replace("$", "$$")));
            job.put("variables", variables);
            script.addAll(client.build());
            script.add(
                    "sh action/imprimatur.sh run -- " + Shell.asOneCommand(client.publish(target)));
        }
        job.put("script", script);
        return new WorkflowFile(
                words.valueOrExample("ci_file"),
                Yaml.write(members("publish", job)),
                !byItself,
                false);
    }
}
