package dev.imprimatur.web;

import dev.imprimatur.ServiceProperties;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.util.UriComponentsBuilder;

/** Reads {@link PageQuery} parameters of controllers. */
final class PageQueryResolver implements HandlerMethodArgumentResolver {

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
        String query =
                UriComponentsBuilder.newInstance()
                        .query(request.getQueryString())
                        .replaceQueryParam("after")
                        .build(true)
                        .getQuery();
        String address = service.publicUrl() + request.getRequestURI();
        return query == null || query.isEmpty() ? address + "?" : address + "?" + query + "&";
    }

    private static ProblemException outside() {
        return new ProblemException(
                Problem.of(
                        ProblemCode.INVALID_REQUEST,
                        "The parameter limit must be a number from 1 to " + PageQuery.LONGEST));
    }
}
