package dev.imprimatur.web.page.workflow;

import dev.imprimatur.project.PackageIndex;

/**
 * A file that makes a CI job publish to an index: complete, as small as can be, to copy.
 *
 * @param path where it belongs in the repository; empty: wherever the job is described
 * @param text all of it
 * @param action whether a copy of our action or its script is needed
 * @param runner whether the label of the runner, and what is installed there, are only a guess
 */
public record WorkflowFile(String path, String text, boolean action, boolean runner) {

    /** How the jobs of a provider are described. */
    sealed interface Family permits GitHubWorkflow, ForgejoWorkflow, GitLabPipeline, ShellLines {

        WorkflowFile write(JobWords words, Target target, Client client);

        /** That of a provider, by the fields that its definition has. */
        static Family of(dev.imprimatur.provider.ProviderDefinition definition) {
            if (definition
                    .field("workflow")
                    .filter(rule -> rule.example().startsWith(ForgejoWorkflow.DIRECTORY))
                    .isPresent()) {
                return new ForgejoWorkflow();
            }
            if (definition.field("workflow").isPresent()
                    && definition.field("environment").isPresent()) {
                return new GitHubWorkflow();
            }
            return definition.field("ci_file").isPresent()
                    ? new GitLabPipeline()
                    : new ShellLines();
        }
    }

    static WorkflowFile of(JobWords words, Target target, PackageIndex index) {
        return Family.of(words.definition()).write(words, target, Client.of(index));
    }
}
