package dev.imprimatur.web.page.workflow;

import java.util.ArrayList;
import java.util.List;

/** Lines for the shell of any other CI system. */
record ShellLines() implements WorkflowFile.Family {

    @Override
    public WorkflowFile write(JobWords words, Target target, Client client) {
        List<String> lines = new ArrayList<>();
        lines.add("# IMPRIMATUR_ID_TOKEN is the identity token of the job, for the audience");
        lines.add("# " + target.audience().replaceAll("[^!-~]", "?"));
        lines.add("export IMPRIMATUR_URL=" + Shell.quoted(target.service()));
        lines.add("export IMPRIMATUR_INDEX=" + Shell.quoted(target.index().id()));
        lines.add("export IMPRIMATUR_ENV=" + client.variable());
        client.settings(target)
                .forEach(
                        (name, value) ->
                                lines.add(
                                        "export %s=%s"
                                                .formatted(name, Shell.quoted(value.toString()))));
        lines.addAll(client.build());
        lines.add("sh action/imprimatur.sh run -- " + Shell.asOneCommand(client.publish(target)));
        return new WorkflowFile("", String.join("\n", lines) + "\n", true, false);
    }
}
