package dev.imprimatur.web.page;

import dev.imprimatur.web.PagePaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** All pages and all forms that are mapped, so that none is forgotten in a test of all. */
final class PageRoutes {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    /**
     * One of them.
     *
     * @param method {@code GET} or {@code POST}
     * @param pattern as it is mapped
     */
    record Route(String method, String pattern) implements Comparable<Route> {

        /** With the variables of its path filled in; one that is not known fails. */
        String path(Map<String, String> variables) {
            Matcher matcher = VARIABLE.matcher(pattern);
            StringBuilder path = new StringBuilder();
            while (matcher.find()) {
                String value = variables.get(matcher.group(1));
                if (value == null) {
                    throw new AssertionError("PageTour does not know the variable of " + pattern);
                }
                matcher.appendReplacement(path, Matcher.quoteReplacement(value));
            }
            return matcher.appendTail(path).toString();
        }

        boolean isOfProject() {
            return pattern.startsWith("/_/projects/{index}/{name}");
        }

        boolean isOfAdministrators() {
            return pattern.startsWith("/_/admin");
        }

        boolean isOpen() {
            return pattern.equals("/_")
                    || pattern.equals("/_/")
                    || pattern.startsWith("/_/sign-in")
                    || pattern.equals("/_/preferences");
        }

        @Override
        public int compareTo(Route other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    private PageRoutes() {}

    static List<Route> pages(ApplicationContext context) {
        return all(context).stream().filter(route -> route.method().equals("GET")).toList();
    }

    static List<Route> forms(ApplicationContext context) {
        return all(context).stream().filter(route -> route.method().equals("POST")).toList();
    }

    private static List<Route> all(ApplicationContext context) {
        TreeSet<Route> routes = new TreeSet<>();
        for (RequestMappingInfoHandlerMapping mapping :
                context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values()) {
            for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
                for (String pattern : info.getPatternValues()) {
                    if (PagePaths.isPage(pattern)) {
                        for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                            routes.add(new Route(method.name(), pattern));
                        }
                    }
                }
            }
        }
        return new ArrayList<>(routes);
    }
}
