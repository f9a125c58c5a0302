package dev.imprimatur.publisher;

import dev.imprimatur.audit.PendingMarks;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.ProjectName;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a publisher may publish. */
public sealed interface Reach {

    /**
     * One project.
     *
     * @param pending the id of the project where it waits for its first upload, or waited; null: it
     *     is a real one
     */
    record One(ProjectName name, @Nullable Long pending) implements Reach {

        /** A real one. */
        public One(ProjectName name) {
            this(name, null);
        }
    }

    /** Every project of the index whose name fits, whether it is there or not. */
    record Pattern(NamePattern names) implements Reach {}

    /** Whether a project is among it. */
    default boolean covers(ProjectName name) {
        return switch (this) {
            case One(ProjectName one, Long _) -> one.normalized().equals(name.normalized());
            case Pattern(NamePattern names) -> names.matches(name);
        };
    }

    /** As people read it: the name of the project as its maintainers write it, or the pattern. */
    default String display() {
        return switch (this) {
            case One(ProjectName one, Long _) -> one.display();
            case Pattern(NamePattern names) -> names.text();
        };
    }

    /** As events name it: the normalised name, or the pattern. */
    default String normalized() {
        return switch (this) {
            case One(ProjectName one, Long _) -> one.normalized();
            case Pattern(NamePattern names) -> names.text();
        };
    }

    /** What an event that concerns all of these is marked with. */
    public static Map<String, ?> marks(Stream<Reach> reaches) {
        PendingMarks marks = new PendingMarks();
        reaches.forEach(
                reach -> {
                    if (reach instanceof One one && one.pending() != null) {
                        marks.add(one.name().normalized(), one.pending());
                    }
                });
        return marks.facts();
    }
}
