package dev.imprimatur.project;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project as a list shows it to somebody.
 *
 * @param id never reused
 * @param index the package index that it is in
 * @param name as its maintainers write it, and as it is compared
 * @param pendingUntil until when it waits for its first upload; null: it is a real project
 * @param blockedReason why no upload may go ahead at the moment; null: uploads go ahead
 * @param role the part that they have in it, who waits for a name being its owner; null: they see
 *     it as an administrator
 * @param right what they may do with it, the limits of their credentials included
 * @param publishers how many it has of its own, switched off or not; those for a pattern of names
 *     are not counted
 * @param lastUpload when its index was last told that a file may be accepted; null: never, or it
 *     waits for that
 */
public record ListedProject(
        long id,
        PackageIndex index,
        ProjectName name,
        @Nullable Instant pendingUntil,
        @Nullable String blockedReason,
        @Nullable Role role,
        Right right,
        int publishers,
        @Nullable Instant lastUpload) {

    /** What state a project is in, the worst that can be said of it. */
    public enum State {
        /** An administrator blocked its uploads. */
        BLOCKED,
        /** It waits for its first upload. */
        PENDING,
        /** Uploads go ahead. */
        ACTIVE
    }

    /** The state that it is in. */
    public State state() {
        if (blockedReason != null) {
            return State.BLOCKED;
        }
        return pendingUntil == null ? State.ACTIVE : State.PENDING;
    }

    /** Whether it is one of theirs, which come first in the list. */
    public boolean isTheirs() {
        return role != null;
    }

    /** Where the list goes on behind it. */
    public ProjectList.Place place() {
        return new ProjectList.Place(isTheirs(), name.normalized(), id);
    }
}
