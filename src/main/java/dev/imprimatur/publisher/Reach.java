package dev.imprimatur.publisher;

import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.ProjectName;

/** What a publisher may publish. */
public sealed interface Reach {

    /** One project. */
    record One(ProjectName name) implements Reach {}

    /** Every project of the index whose name fits, whether it is there or not. */
    record Pattern(NamePattern names) implements Reach {}

    /** Whether a project is among it. */
    default boolean covers(ProjectName name) {
        return switch (this) {
            case One(ProjectName one) -> one.normalized().equals(name.normalized());
            case Pattern(NamePattern names) -> names.matches(name);
        };
    }

    /** As people read it: the name of the project as its maintainers write it, or the pattern. */
    default String display() {
        return switch (this) {
            case One(ProjectName one) -> one.display();
            case Pattern(NamePattern names) -> names.text();
        };
    }

    /** As events name it: the normalised name, or the pattern. */
    default String normalized() {
        return switch (this) {
            case One(ProjectName one) -> one.normalized();
            case Pattern(NamePattern names) -> names.text();
        };
    }
}
