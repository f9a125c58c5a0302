package dev.imprimatur.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a mint request of PEP 807 and of PyPI's own variant. Members that we do not know
 * pass: clients send what other indexes read.
 */
sealed interface MintBody {

    /**
     * A body that can be worked with.
     *
     * @param token the identity token as it was presented
     * @param projects the projects to narrow to; null: none named
     * @param singleUse whether a single-use token is wanted
     */
    record Wanted(String token, @Nullable List<String> projects, boolean singleUse)
            implements MintBody {

        @Override
        public String toString() {
            return "Wanted[singleUse=" + singleUse + "]";
        }
    }

    /** No object, no token, or members of the wrong type. */
    record Unreadable(String reason) implements MintBody {}

    /** Features that we do not have, or that contradict each other. */
    record ImpossibleFeatures(String reason) implements MintBody {}

    String SINGLE_USE = "single-use-token";
    String MULTI_USE = "multi-use-token";

    /** Every feature that a client can ask for. */
    List<String> FEATURES = List.of(SINGLE_USE, MULTI_USE);

    /** What a client gets that asks for none. */
    List<String> DEFAULT_FEATURES = List.of(MULTI_USE);

    /** A token for more projects than this would hardly fit anywhere. */
    int MOST_PROJECTS = 500;

    int MOST_FEATURES = 16;

    static MintBody read(Optional<ObjectNode> body) {
        if (body.isEmpty()) {
            return new Unreadable("The body must be one JSON object with the member token");
        }
        JsonNode token = body.get().path("token");
        if (!token.isString()) {
            return new Unreadable(
                    "The member token must be there, and a string: the identity token");
        }
        JsonNode features = body.get().path("features");
        Optional<List<String>> wanted = strings(features);
        if (isThere(features) && wanted.filter(list -> list.size() <= MOST_FEATURES).isEmpty()) {
            return new ImpossibleFeatures(
                    "The member features must be an array of at most %d strings"
                            .formatted(MOST_FEATURES));
        }
        Set<String> distinct = new HashSet<>(wanted.orElse(DEFAULT_FEATURES));
        if (!FEATURES.containsAll(distinct)) {
            return new ImpossibleFeatures(
                    "A feature was asked for that is not served here; served are "
                            + String.join(" and ", FEATURES));
        }
        if (distinct.containsAll(FEATURES)) {
            return new ImpossibleFeatures(
                    String.join(" and ", FEATURES) + " contradict each other; ask for one");
        }
        JsonNode projects = body.get().path("projects");
        Optional<List<String>> named = strings(projects);
        if (isThere(projects)
                && named.filter(list -> !list.isEmpty() && list.size() <= MOST_PROJECTS)
                        .isEmpty()) {
            return new Unreadable(
                    "The member projects must be an array of 1 to %d project names"
                            .formatted(MOST_PROJECTS));
        }
        return new Wanted(token.stringValue(), named.orElse(null), distinct.contains(SINGLE_USE));
    }

    private static boolean isThere(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    private static Optional<List<String>> strings(JsonNode node) {
        if (!node.isArray()) {
            return Optional.empty();
        }
        List<String> strings = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isString()) {
                return Optional.empty();
            }
            strings.add(element.stringValue());
        }
        return Optional.of(strings);
    }
}
