package dev.imprimatur.forge;

import dev.imprimatur.provider.ForgeApi;
import dev.imprimatur.provider.Match;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of a repository, in the form in which forges compare them.
 *
 * @param owner who owns it; may have several parts with slashes between them
 * @param name what it is called there
 */
record Names(String owner, String name) {

    /** The names in a publisher, whose definition says that both are there. */
    static Names in(Map<String, String> fields, ForgeApi.Kind kind) {
        return new Names(
                folded(fields.get(kind.ownerField())), folded(fields.get(kind.nameField())));
    }

    /** The names in a path of which all but the last part is the owner. */
    static Names at(String path) {
        int slash = path.lastIndexOf('/');
        return new Names(
                Match.lower(path.substring(0, Math.max(slash, 0))),
                Match.lower(path.substring(slash + 1)));
    }

    String path() {
        return owner + "/" + name;
    }

    private static String folded(@Nullable String value) {
        return value == null ? "" : Match.lower(value);
    }
}
