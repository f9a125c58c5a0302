package dev.imprimatur.project;

import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.PendingMarks;
import dev.imprimatur.audit.Viewpoint;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project as it is registered: a real one, or one that waits for its first upload.
 *
 * @param id never reused
 * @param indexId the package index that it is in
 * @param name as its maintainers write it, and as it is compared
 * @param blockedReason why no upload may go ahead at the moment; null: uploads go ahead
 * @param trustedOnly the wish that its index takes upload tokens alone; null: never, or no more
 * @param createdAt when it was registered
 * @param version counts its edits
 * @param pending what it waits for; null: it is a real project
 */
public record RegisteredProject(
        long id,
        String indexId,
        ProjectName name,
        @Nullable String blockedReason,
        @Nullable TrustedOnly trustedOnly,
        Instant createdAt,
        long version,
        @Nullable Pending pending) {

    /**
     * A wait for the first upload.
     *
     * @param until when the wait is over and the project goes
     * @param claimant the id of the account that waits; null: the operator
     * @param by who waits, as events name them
     */
    public record Pending(Instant until, @Nullable Long claimant, String by) {

        boolean isOf(@Nullable Account account) {
            return account != null && claimant != null && claimant == account.id();
        }
    }

    /** What an event that concerns it is marked with; nothing where it is a real one. */
    public Map<String, ?> marks() {
        PendingMarks marks = new PendingMarks();
        return isPending() ? marks.add(name.normalized(), id).facts() : marks.facts();
    }

    /** From where those look at events who may see it, and may not read all there are. */
    public Viewpoint viewpoint() {
        return new Viewpoint(id, indexId, name.normalized(), createdAt, isPending());
    }

    /** Whether it is the caller who waits with it, and nobody else. */
    boolean isOwnOf(Caller caller) {
        return pending != null
                && (caller.account() == null
                        ? pending.claimant() == null
                        : pending.isOf(caller.account()));
    }

    /** Whether no upload has made it a real project yet. */
    public boolean isPending() {
        return pending != null;
    }
}
