package dev.imprimatur.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which paths are pages: what people see in a browser, and sign in for. */
public final class PagePaths {

    /** The front page, which sends everybody where they can go on. */
    public static final String FRONT = "/_/";

    /** Where people sign in. */
    public static final String SIGN_IN = "/_/sign-in";

    /** Below it a browser is sent to an identity provider, by its id. */
    public static final String SIGN_IN_WITH = SIGN_IN + "/with";

    /** Below it a browser comes back from one, by its id. */
    public static final String SIGN_IN_BACK = SIGN_IN + "/back";

    private static final List<String> ALL =
            List.of(
                    "/_",
                    FRONT,
                    SIGN_IN + "/**",
                    "/_/sign-out",
                    "/_/preferences",
                    "/_/assets/**",
                    "/_/projects/**",
                    "/_/refusals/**",
                    "/_/account/**",
                    "/_/admin/**");

    /** The same, for where only the text of a path is at hand. */
    private static final Pattern PAGE =
            Pattern.compile(
                    "/_/?|/_/(?:sign-in|sign-out|preferences|assets|projects|refusals|account|admin)(?:/.*)?",
                    Pattern.DOTALL);

    /**
     * Of our own, with nothing that a browser or a proxy could read as another host, and nothing
     * that Spring would fill in when it redirects there: no address that came to us has such
     * braces.
     */
    private static final Pattern LOCAL = Pattern.compile("/_/[!-~&&[^\\\\{}]]*");

    /** A segment that leads up, however it is spelt, or is none. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("//|/(?:\\.|%2e){1,2}(?:/|$)", Pattern.CASE_INSENSITIVE);

    private PagePaths() {}

    /** The patterns of all pages, as Spring Security and Spring MVC match them. */
    public static String[] all() {
        return ALL.toArray(String[]::new);
    }

    /**
     * The same for filters of the container, with where it sends a page's failures. A request that
     * is none costs nothing of what only pages need.
     */
    public static List<String> ofFilters() {
        return Stream.concat(
                        ALL.stream().map(pattern -> pattern.replace("/**", "/*")),
                        Stream.of("/error"))
                .toList();
    }

    /** Whether somebody looks at this in a browser. */
    public static boolean isPage(HttpServletRequest request) {
        return isPage(request.getRequestURI());
    }

    /** The same of a path. */
    public static boolean isPage(@Nullable String path) {
        return path != null && PAGE.matcher(path).matches();
    }

    /**
     * An address that a browser was on its way to, if it is one of a page; else the front page.
     * Intent: a link to a sign-in leads nobody to a stranger's host.
     */
    public static String backTo(@Nullable String address) {
        return address != null
                        && address.length() <= 2000
                        && LOCAL.matcher(address).matches()
                        && isPlain(address.split("[?#]", 2)[0])
                ? address
                : FRONT;
    }

    /** Whether a browser that is sent to this path asks for this path, and it is one of a page. */
    private static boolean isPlain(String path) {
        return isPage(path) && !ELSEWHERE.matcher(path).find();
    }
}
