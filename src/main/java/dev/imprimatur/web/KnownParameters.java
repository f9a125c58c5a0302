package dev.imprimatur.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses parameters that a call does not have, and those that come twice: a check whose {@code
 * dry_run} is misspelt would change something, and a list whose filter is misspelt would show all.
 */
final class KnownParameters implements HandlerInterceptor {

    /** The parameters of each call, and of what type each of them is. */
    private final Map<Method, Map<String, Class<?>>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getQueryString();
        if (query != null
                && handler instanceof HandlerMethod call
                && !HttpMethod.OPTIONS.matches(request.getMethod())) {
            check(query, known.computeIfAbsent(call.getMethod(), _ -> parameters(call)));
        }
        return true;
    }

    private static void check(String query, Map<String, Class<?>> known) {
        Set<String> seen = new HashSet<>();
        for (String part : query.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int end = part.indexOf('=');
            // As it was sent: none of ours needs an escape.
            String name = end < 0 ? part : part.substring(0, end);
            Class<?> type = known.get(name);
            if (type == null) {
                throw refused(unknown(known.keySet()));
            }
            if (!seen.add(name) && !Collection.class.isAssignableFrom(type)) {
                throw refused("The parameter %s comes twice".formatted(name));
            }
            // Spring takes an empty one for one that was left out.
            if (type == boolean.class && (end < 0 || end == part.length() - 1)) {
                throw refused("The parameter %s must be true or false".formatted(name));
            }
        }
    }

    private static String unknown(Set<String> names) {
        return names.isEmpty()
                ? "This call has no parameters in its address"
                : "The address has a parameter that this call does not know; it knows "
                        + String.join(", ", names);
    }

    private static Map<String, Class<?>> parameters(HandlerMethod call) {
        Map<String, Class<?>> found = new TreeMap<>();
        for (MethodParameter parameter : call.getMethodParameters()) {
            RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
            if (parameter.getParameterType() == PageQuery.class) {
                PageQueryResolver.NAMES.forEach(name -> found.put(name, String.class));
            } else if (query != null) {
                String name = query.name().isEmpty() ? parameterName(parameter) : query.name();
                found.put(name, parameter.getParameterType());
            } else if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
                for (RecordComponent each : parameter.getParameterType().getRecordComponents()) {
                    found.put(each.getName(), each.getType());
                }
            }
        }
        return found;
    }

    private static String parameterName(MethodParameter parameter) {
        return Objects.requireNonNull(parameter.getParameter().getName());
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Problem.of(ProblemCode.BAD_REQUEST, detail));
    }
}
