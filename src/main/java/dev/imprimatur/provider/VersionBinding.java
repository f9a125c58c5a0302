package dev.imprimatur.provider;

import org.jspecify.annotations.Nullable;

/**
 * Holds an upload to the version that the tag of its job names. Where either is unknown there is
 * nothing to compare, and the upload does not go ahead.
 */
final class VersionBinding {

    private VersionBinding() {}

    /**
     * Whether the version at hand is not the one that the ref of a job names.
     *
     * @param version null: the index did not say it
     * @param pattern what the publisher has in the field; null: nothing, which binds nothing
     */
    static boolean isBroken(
            @Nullable String version, FieldRule field, @Nullable String pattern, Claims identity) {
        if (pattern == null || !Glob.of(pattern).namesVersion()) {
            return false;
        }
        String seen = field.claim() == null ? null : identity.value(field.claim());
        return version == null || seen == null || !Glob.of(pattern).matches(seen, version);
    }
}
