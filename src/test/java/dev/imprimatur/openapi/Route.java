package dev.imprimatur.openapi;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * One call of the API, as it is mapped.
 *
 * @param method in capitals
 * @param path with its variables in braces
 */
record Route(String method, String path, HandlerMethod handler) {

    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "PATCH", "DELETE");

    /** All that is mapped under {@code /_/api/v1}, in the order of the document. */
    static List<Route> mapped(ApplicationContext context) {
        return context
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .entrySet()
                .stream()
                .flatMap(
                        mapped ->
                                mapped.getKey().getPatternValues().stream()
                                        .filter(path -> path.startsWith("/_/api/v1"))
                                        .flatMap(
                                                path ->
                                                        routes(
                                                                mapped
                                                                        .getKey()
                                                                        .getMethodsCondition()
                                                                        .getMethods()
                                                                        .stream(),
                                                                path,
                                                                mapped.getValue())))
                .sorted(
                        Comparator.comparing(Route::path)
                                .thenComparingInt(route -> METHODS.indexOf(route.method())))
                .toList();
    }

    /** How {@code openapi.yml} names it. */
    String key() {
        return method + " " + path;
    }

    private static Stream<Route> routes(
            Stream<RequestMethod> methods, String path, HandlerMethod handler) {
        return methods.map(method -> new Route(method.name(), path, handler));
    }
}
