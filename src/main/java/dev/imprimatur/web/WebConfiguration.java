package dev.imprimatur.web;

import dev.imprimatur.ServiceProperties;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Puts the parts that all answers share where the container and Spring MVC look for them. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

    private final ServiceProperties service;

    WebConfiguration(ServiceProperties service) {
        this.service = service;
    }

    @Bean
    FilterRegistrationBean<Filter> requestTimes(MeterRegistry meters) {
        return at(Ordered.HIGHEST_PRECEDENCE + 1, new RequestTimes(meters));
    }

    /** Inside what measures and decodes requests, outside of everything that may fail. */
    @Bean
    FilterRegistrationBean<Filter> failureFilter(Problems problems) {
        return at(Ordered.HIGHEST_PRECEDENCE + 10, new FailureFilter(problems));
    }

    @Bean
    FilterRegistrationBean<Filter> bodyCapFilter(Problems problems) {
        return at(Ordered.HIGHEST_PRECEDENCE + 11, new BodyCapFilter(problems));
    }

    @Bean
    ServerHttpMessageConvertersCustomizer wholeJson(JsonMapper json) {
        return converters -> converters.withJsonConverter(new WholeJson(json));
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> tomcatProblems(
            Problems problems) {
        return factory -> {
            factory.addContextCustomizers(
                    context -> {
                        StandardHost host = (StandardHost) context.getParent();
                        host.setErrorReportValveClass("");
                        host.getPipeline().addValve(new ProblemValve(problems));
                    });
            // A scoped package is one segment of a path: its slash comes encoded and stays so until
            // a controller's path variable is read.
            factory.addConnectorCustomizers(
                    connector -> connector.setEncodedSolidusHandling("passthrough"),
                    // Who waits for 100 Continue is refused before the body is sent.
                    connector -> connector.setProperty("continueResponseTiming", "onRead"));
        };
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new PageQueryResolver(service));
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new KnownParameters()).addPathPatterns("/_/api/v1/**");
    }

    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.strategies(List.of(new JsonForTheApi()));
    }

    private static FilterRegistrationBean<Filter> at(int order, Filter filter) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }

    /**
     * The management API answers in JSON whatever {@code Accept} says. Otherwise a write would be
     * done first and answered with 406 afterwards.
     */
    private static final class JsonForTheApi implements ContentNegotiationStrategy {

        private static final List<MediaType> JSON = List.of(MediaType.APPLICATION_JSON);

        private final ContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();

        @Override
        public List<MediaType> resolveMediaTypes(NativeWebRequest request)
                throws org.springframework.web.HttpMediaTypeNotAcceptableException {
            return request.getNativeRequest()
                                    instanceof jakarta.servlet.http.HttpServletRequest http
                            && http.getServletPath().startsWith("/_/api/")
                    ? JSON
                    : header.resolveMediaTypes(request);
        }
    }
}
