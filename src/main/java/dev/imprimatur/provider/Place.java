package dev.imprimatur.provider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A repository, or a file in one, as an address names it: one of a browser, of {@code git clone},
 * or a path alone. Limit: where the name of a branch holds a slash, the address of a file does not
 * say where the branch ends; only workflow directories are found behind such a one.
 *
 * @param owner all but the last part of the repository's path; empty: the address names none
 * @param repository the last part; empty: the address names none
 * @param file from the root of the repository; null: the address names none
 */
record Place(String owner, String repository, @Nullable String file) {

    private static final List<String> SCHEMES =
            List.of("https://", "http://", "ssh://", "git://", "git+https://", "git+ssh://");
    private static final Set<String> VIEWS = Set.of("blob", "raw", "edit", "tree", "blame");
    private static final Set<String> REFS = Set.of("branch", "tag", "commit");
    private static final String WORKFLOWS = ".github/workflows/";

    /**
     * An address, taken apart no further than to its host.
     *
     * @param host in lower case, with the port where it is one of a browser
     * @param path without a slash at its begin, without query and fragment
     */
    record Address(String host, String path) {

        /**
         * Whether it is an address of this server; other ways in than the browser's have other
         * ports.
         */
        boolean isAt(String server) {
            return host.equals(server) || host.equals(server.split(":", 2)[0]);
        }
    }

    /**
     * The address that a text is; empty: it is none.
     *
     * @param server the host of the provider, whose addresses may come without a scheme
     */
    static Optional<Address> address(String text, String server) {
        String lower = Match.lower(text);
        for (String scheme : SCHEMES) {
            if (lower.startsWith(scheme)) {
                boolean browser = scheme.startsWith("http");
                return Optional.of(split(text.substring(scheme.length()), browser));
            }
        }
        int colon = text.indexOf(':');
        if (lower.startsWith("git@") && colon > 0) {
            return Optional.of(
                    split(text.substring(0, colon) + "/" + text.substring(colon + 1), false));
        }
        return lower.startsWith(server + "/") || lower.startsWith("www." + server + "/")
                ? Optional.of(split(text, true))
                : Optional.empty();
    }

    private static Address split(String text, boolean browser) {
        String whole = text.split("[?#]", 2)[0];
        int slash = whole.indexOf('/');
        String authority = slash < 0 ? whole : whole.substring(0, slash);
        String path = slash < 0 ? "" : whole.substring(slash + 1);
        // Whatever stands before the @ may be a password; it goes no further.
        String host = Match.lower(authority.substring(authority.lastIndexOf('@') + 1));
        if (host.startsWith("www.")) {
            host = host.substring("www.".length());
        }
        if (!browser || host.endsWith(":443") || host.endsWith(":80")) {
            host = host.split(":", 2)[0];
        }
        return new Address(host, path);
    }

    /**
     * What a path names.
     *
     * @param nested whether repositories stand in groups of groups, and {@code /-/} behind them
     */
    static Place of(String path, boolean nested) {
        List<String> parts = parts(path);
        int end = nested ? parts.indexOf("-") : Math.min(2, parts.size());
        int repository = end < 0 ? parts.size() : end;
        List<String> rest =
                parts.subList(
                        Math.min(parts.size(), nested ? repository + 1 : repository), parts.size());
        if (repository < 2) {
            return new Place(String.join("/", parts.subList(0, repository)), "", null);
        }
        return new Place(
                String.join("/", parts.subList(0, repository - 1)),
                withoutGit(parts.get(repository - 1)),
                file(rest));
    }

    /** The part of a path behind the repository that names a file in it. */
    private static @Nullable String file(List<String> rest) {
        int count = rest.size();
        if (count >= 3 && rest.get(count - 2).equals("workflows")) {
            String directory = rest.get(count - 3);
            if (directory.startsWith(".")) {
                return String.join("/", rest.subList(count - 3, count));
            }
            if (directory.equals("actions") && count == 3) {
                return WORKFLOWS + rest.getLast();
            }
        }
        if (count > 3 && REFS.contains(rest.get(1))) {
            return String.join("/", rest.subList(3, count));
        }
        return count > 2 && VIEWS.contains(rest.getFirst())
                ? String.join("/", rest.subList(2, count))
                : null;
    }

    static List<String> parts(String path) {
        List<String> parts = new ArrayList<>(Arrays.asList(path.split("/")));
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /** Neither forge lets a repository be called so. */
    static String withoutGit(String name) {
        return name.endsWith(".git") ? name.substring(0, name.length() - ".git".length()) : name;
    }

    /** The name of a workflow file; the whole path where it stands elsewhere. */
    static String workflowName(String path) {
        return path.startsWith(WORKFLOWS) ? path.substring(WORKFLOWS.length()) : path;
    }
}
