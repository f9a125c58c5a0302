package dev.imprimatur;

import org.jspecify.annotations.Nullable;

/**
 * How it stands with the database, for people.
 *
 * @param serverVersion what PostgreSQL calls its own version; null: it does not answer
 * @param schemaVersion the version of the newest migration that was made; null: it does not answer
 * @param wantedSchema the version of the newest migration that this version of the service brings
 *     with it
 * @param pool the connections of this instance
 */
public record DatabaseHealth(
        @Nullable String serverVersion,
        @Nullable String schemaVersion,
        String wantedSchema,
        Pool pool) {

    /**
     * Connections of this instance.
     *
     * @param active in use now
     * @param most there may be
     * @param waiting how many requests wait for one
     */
    public record Pool(int active, int most, int waiting) {}

    /** Whether the database answers. */
    public boolean isReachable() {
        return serverVersion != null;
    }
}
