package dev.imprimatur.web;

import dev.imprimatur.ServiceProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@link PageQuery} parameters of controllers. */
final class PageQueryResolver implements HandlerMethodArgumentResolver {

    /** The parameters that are read here. */
    static final Set<String> NAMES = Set.of("limit", "after");

    private final ServiceProperties service;

    PageQueryResolver(ServiceProperties service) {
        this.service = service;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == PageQuery.class;
    }

    @Override
    public PageQuery resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        String after = request.getParameter("after");
        return new PageQuery(
                limit(request.getParameter("limit")),
                after == null ? null : PageQuery.key(after),
                self(((HttpServletRequest) request.getNativeRequest())));
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) {
            return PageQuery.USUAL;
        }
        try {
            int wanted = Integer.parseInt(limit);
            if (wanted >= 1 && wanted <= PageQuery.LONGEST) {
                return wanted;
            }
        } catch (NumberFormatException e) {
            throw outside();
        }
        throw outside();
    }

    private String self(HttpServletRequest request) {
        String kept =
                Stream.of(Objects.requireNonNullElse(request.getQueryString(), "").split("&"))
                        .filter(part -> !part.isEmpty() && !isCursor(part))
                        .map(part -> part + "&")
                        .collect(Collectors.joining());
        return service.publicUrl() + request.getRequestURI() + "?" + kept;
    }

    /** As it was sent: what the container took for a query need not be one to anybody else. */
    private static boolean isCursor(String part) {
        return part.equals("after") || part.startsWith("after=");
    }

    private static ProblemException outside() {
        return new ProblemException(
                Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The parameter limit must be a number from 1 to " + PageQuery.LONGEST));
    }
}
