package dev.imprimatur.project;

/** What somebody comes to who wants to publish under a name. */
public sealed interface NameClaim {

    /** There is a project under it whose publishers they may change: a real or a pending one. */
    record Granted(RegisteredProject project) implements NameClaim {}

    /** Nobody has it, and they may wait for it. */
    record Free() implements NameClaim {}

    /**
     * A real project has it that is not theirs to see. Limit: this much is told, since the names of
     * an index are public, and who waits for a name in vain should know.
     */
    record Taken() implements NameClaim {}

    /**
     * They may not.
     *
     * @param reason a sentence for them
     */
    record Denied(String reason) implements NameClaim {}

    /** Whether there is a project under the name for them, or can be. */
    default boolean mayBeMade() {
        return this instanceof Granted || this instanceof Free;
    }
}
