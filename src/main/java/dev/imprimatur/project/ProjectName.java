package dev.imprimatur.project;

import java.util.Optional;

/**
 * The name of a project in an index.
 *
 * @param display as its maintainers write it
 * @param normalized as it is compared
 */
public record ProjectName(String display, String normalized) {

    /** Reads a name by the rules of an ecosystem; empty where it is none. */
    public static Optional<ProjectName> of(Ecosystem ecosystem, String text) {
        return ecosystem.allows(text)
                ? Optional.of(new ProjectName(text, ecosystem.normalize(text)))
                : Optional.empty();
    }
}
