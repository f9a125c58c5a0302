package dev.imprimatur.project;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project as it is registered.
 *
 * @param id never reused
 * @param indexId the package index that it is in
 * @param name as its maintainers write it, and as it is compared
 * @param blockedReason why no upload may go ahead at the moment; null: uploads go ahead
 * @param createdAt when it was registered
 * @param version counts its edits
 */
public record RegisteredProject(
        long id,
        String indexId,
        ProjectName name,
        @Nullable String blockedReason,
        Instant createdAt,
        long version) {}
