package dev.imprimatur.action;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A YAML file that a CI system reads: what is in it, as far as tests want to know. */
record Workflow(Map<String, ?> members) {

    /** One step of a composite action. */
    record Step(String shell, String run, Map<String, String> env) {}

    static Workflow read(String file) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try {
            return new Workflow(
                    map(
                            new Yaml(new SafeConstructor(strict))
                                    .load(Files.readString(Path.of(file)))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> inputs() {
        return map(members.get("inputs")).keySet();
    }

    Set<String> outputs() {
        return map(members.get("outputs")).keySet();
    }

    List<Step> steps() {
        return list(map(members.get("runs")).get("steps")).stream()
                .map(Workflow::map)
                .map(
                        step ->
                                new Step(
                                        String.valueOf(step.get("shell")),
                                        String.valueOf(step.get("run")),
                                        texts(step.get("env"))))
                .toList();
    }

    /** A job of a GitLab pipeline. */
    Workflow job(String name) {
        return new Workflow(map(members.get(name)));
    }

    /** The variables of a pipeline, or of a job. */
    Map<String, String> variables() {
        return texts(members.get("variables"));
    }

    /** The lines of a job, which a runner gives to one shell. */
    String lines(String member) {
        return String.join("\n", list(members.get(member)).stream().map(String::valueOf).toList());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> map(@Nullable Object object) {
        return (Map<String, ?>) requireNonNull(object);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> texts(@Nullable Object object) {
        return (Map<String, String>) requireNonNull(object);
    }

    private static List<?> list(@Nullable Object object) {
        return (List<?>) requireNonNull(object);
    }
}
