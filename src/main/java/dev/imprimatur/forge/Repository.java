package dev.imprimatur.forge;

import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.ForgeApi;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A repository as its forge describes it.
 *
 * @param ownerId the owner's immutable id
 * @param id its own
 * @param path its name of today, with its owner's
 * @param isPublic whether its forge says that everybody may see it
 */
record Repository(String ownerId, String id, String path, boolean isPublic) {

    /** As in claims: what is larger was perhaps not read as it was written. */
    private static final long LARGEST_EXACT_INTEGER = 1L << 53;

    /** Repeated to the maintainer, so it must be what names are made of and nothing else. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._/-]{3,1000}");

    /** Empty where one of them is not what it should be. */
    static Optional<Repository> of(JsonNode ownerId, JsonNode id, JsonNode path, boolean isPublic) {
        boolean named = path.isString() && PATH.matcher(path.stringValue()).matches();
        return named && isId(ownerId) && isId(id)
                ? Optional.of(
                        new Repository(
                                Long.toString(ownerId.longValue()),
                                Long.toString(id.longValue()),
                                path.stringValue(),
                                isPublic))
                : Optional.empty();
    }

    /** What this says of somebody who asked by these names. */
    Finding answer(Names asked, ForgeApi.Kind kind) {
        Names today = Names.at(path);
        if (today.equals(asked)) {
            return new Finding.Found(Map.of(kind.ownerPin(), ownerId, kind.namePin(), id));
        }
        boolean sameOwner = today.owner().equals(asked.owner());
        return renamed(
                kind, sameOwner ? kind.nameField() : kind.ownerField(), ": it is " + path + " now");
    }

    /** What is said of names that are another repository's by now, or nobody's. */
    static Finding moved(Optional<Repository> today, Names asked, ForgeApi.Kind kind) {
        return today.map(repository -> repository.answer(asked, kind))
                .orElseGet(() -> renamed(kind, kind.nameField(), ""));
    }

    private static Finding renamed(ForgeApi.Kind kind, String field, String today) {
        return new Finding.Wrong(
                new FieldError(
                        field,
                        "renamed",
                        "%s says that this repository was renamed or moved%s"
                                .formatted(kind.label(), today)));
    }

    private static boolean isId(JsonNode node) {
        return node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() > 0
                && node.longValue() <= LARGEST_EXACT_INTEGER;
    }
}
