package dev.imprimatur.web.page.workflow;

import dev.imprimatur.project.PackageIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the jobs of an ecosystem run, as its page in docs/clients has it. */
sealed interface Client permits Python, Npm, Cargo, Gems, NuGet, Curl {

    /** What is built with on GitHub, before anything else. */
    default List<Map<String, Object>> setUp() {
        return List.of();
    }

    /** The commands that build. */
    List<String> build();

    /** The environment variable in which the upload token is. */
    String variable();

    /** Further environment variables. */
    default Map<String, Object> settings(Target target) {
        return Map.of();
    }

    /** The command that uploads; no quote mark of the shell's single ones is in it. */
    String publish(Target target);

    /** The steps on GitHub that need no action of ours; empty: this index is none for them. */
    default Optional<List<Map<String, Object>>> steps(Target target) {
        return Optional.empty();
    }

    /** The client of an ecosystem. */
    static Client of(PackageIndex index) {
        return switch (index.ecosystem()) {
            case PYPI -> new Python();
            case NPM -> new Npm();
            case CARGO -> new Cargo(index.id());
            case RUBYGEMS -> new Gems();
            case NUGET -> new NuGet();
            case GENERIC -> new Curl();
        };
    }

    /** A step that uses an action. */
    static Map<String, Object> uses(String action, Map<String, Object> with) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("uses", action);
        if (!with.isEmpty()) {
            step.put("with", with);
        }
        return step;
    }

    /** A step that runs a command. */
    static Map<String, Object> run(String command) {
        return Map.of("run", command);
    }

    /** Members in the order in which they are given. */
    static Map<String, Object> members(Object... keysAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            members.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return members;
    }
}
