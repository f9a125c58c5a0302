package dev.imprimatur.web.trust;

import dev.imprimatur.StorableText;
import dev.imprimatur.web.ProblemException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The claims of a configuration as npm sends them, of which every one counts: one that was passed
 * over would have narrowed the publisher.
 */
final class NpmClaims {

    private static final int MOST_TEXTS = 20;
    private static final String EMPTY = "is empty; leave it out to trust any";

    private final Map<String, JsonNode> members;

    private NpmClaims(Map<String, JsonNode> members) {
        this.members = members;
    }

    /**
     * Claims that have no others than these.
     *
     * @throws ProblemException with 422 where they do
     */
    static NpmClaims of(Map<String, JsonNode> members, Set<String> known) {
        if (!known.containsAll(members.keySet())) {
            throw ProblemException.invalidField(
                    "claims",
                    "There is a claim that this type does not have; it has "
                            + String.join(", ", new TreeSet<>(known)));
        }
        return new NpmClaims(members);
    }

    /** A text; null where it is left out. */
    @Nullable String text(String name) {
        return text(name, members.get(name));
    }

    /** The text {@code file} in an object, which is all that the object may hold. */
    @Nullable String file(String name) {
        JsonNode within = members.get(name);
        if (within == null || within.isNull()) {
            return null;
        }
        if (!within.isObject() || !Set.of("file").containsAll(within.propertyNames())) {
            throw wrong(name, "must be an object with file alone");
        }
        return text(name + ".file", within.get("file"));
    }

    /**
     * The owner and the name of a repository, in one text with a slash between.
     *
     * @param nested whether owners may have slashes themselves, as groups in groups
     */
    Repository repository(String name, boolean nested) {
        String text = text(name);
        if (text == null) {
            return new Repository(null, null);
        }
        int slash = text.lastIndexOf('/');
        boolean one = slash == text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1 || !nested && !one) {
            throw wrong(
                    name,
                    "must look like " + (nested ? "group/subgroup/project" : "owner/repository"));
        }
        return new Repository(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Both null: left out. */
    record Repository(@Nullable String owner, @Nullable String name) {}

    /** Texts, or one of them; with commas between. */
    @Nullable String texts(String name) {
        JsonNode list = members.get(name);
        if (list == null || !list.isArray()) {
            return text(name);
        }
        if (list.isEmpty()) {
            throw wrong(name, EMPTY);
        }
        if (list.size() > MOST_TEXTS) {
            throw wrong(name, "must be at most %d texts".formatted(MOST_TEXTS));
        }
        return String.join(",", list.valueStream().flatMap(each -> textOf(name, each)).toList());
    }

    private static Stream<String> textOf(String name, JsonNode node) {
        return Stream.ofNullable(text(name, node));
    }

    private static @Nullable String text(String name, @Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString() || !StorableText.is(node.stringValue())) {
            throw wrong(name, "must be a text that can be stored");
        }
        // Elsewhere it stands for any value, which is not what somebody means who sends it.
        if (node.stringValue().isBlank()) {
            throw wrong(name, EMPTY);
        }
        return node.stringValue();
    }

    static ProblemException wrong(String name, String demand) {
        return ProblemException.invalidField("claims." + name, name + " " + demand);
    }
}
