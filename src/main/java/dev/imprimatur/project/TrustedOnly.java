package dev.imprimatur.project;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A project's wish that its index takes uploads with an upload token alone.
 *
 * @param ends when switching it off takes effect; null: nobody switched it off
 */
public record TrustedOnly(@Nullable Instant ends) {

    /** Whether the index is to refuse other credentials now. */
    public boolean holds(Instant now) {
        return ends == null || now.isBefore(ends);
    }
}
