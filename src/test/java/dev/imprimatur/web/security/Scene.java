package dev.imprimatur.web.security;

import java.util.Map;
import java.util.stream.Stream;

/**
 * The rows that a call of the authorisation matrix is about.
 *
 * @param index the package index that it is in
 * @param project a project with a publisher, an owner and viewers
 * @param publisher the id of its publisher
 * @param patternPublisher the id of a publisher for the names that begin with {@link #prefix()}; 0
 *     where none was made
 * @param owner the owner, of that prefix, too
 * @param member a viewer whom nobody else is
 * @param ownersToken the id of an API token of the owner's
 * @param uploadToken the id of an upload token that was minted under the publisher
 */
record Scene(
        String index,
        String project,
        long publisher,
        long patternPublisher,
        String owner,
        String member,
        long ownersToken,
        long uploadToken) {

    /** The index that a route is of: those of the dialects are each of one kind. */
    static String index(String route) {
        return Stream.of(
                        Map.entry("/-/", "npm"),
                        Map.entry("/api/v1/trusted_publishing/", "cargo"),
                        Map.entry("/api/v1/gems/", "gems"),
                        Map.entry("/api/v1/oidc/", "gems"),
                        Map.entry("/api/v2/", "nuget"))
                .filter(_ -> !route.contains(" /_/"))
                .filter(path -> route.contains(path.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("open");
    }

    /** Whether a route is about a prefix or its publisher. */
    static boolean isOfPrefix(String route) {
        return route.contains("{index}/publishers") || route.contains("{prefix}");
    }

    /** What names begin with that are the owner's own to give away. */
    String prefix() {
        return project + "-";
    }

    /** The path of a route: whoever maps a new variable gives it a value here. */
    String path(String pattern) {
        return fill(
                pattern.replace("/providers/{id}", "/providers/test-ci")
                        .replace(
                                "{index}/publishers/{id}", "{index}/publishers/" + patternPublisher)
                        .replace("/publishers/{id}", "/publishers/" + publisher)
                        .replace("_publishers/{id}", "_publishers/" + publisher)
                        .replace("_configs/{id}", "_configs/" + publisher)
                        .replace("/trust/{id}", "/trust/" + publisher)
                        .replace("/{*registry}", "/npm")
                        .replace("/api-tokens/{id}", "/api-tokens/" + ownersToken)
                        .replace("/upload-tokens/{id}", "/upload-tokens/" + uploadToken)
                        .replace("{scope}", "@matrix")
                        .replace("{member}", member)
                        .replace("{prefix}", prefix())
                        .replace("{owner}", owner)
                        .replace("{provider}", "test-ci")
                        .replace("{code}", "not-found")
                        .replace("/{*rest}", "/any/path")
                        .replace("/health/**", "/health/readiness"));
    }

    String fill(String text) {
        return text.replace("{index}", index)
                .replace("{name}", project)
                .replace("{new}", "new-" + Long.toString(System.nanoTime(), 36));
    }
}
