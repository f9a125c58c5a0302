package dev.imprimatur.web.limit;

import dev.imprimatur.web.PagePaths;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the limits before the controllers. */
@Configuration(proxyBeanMethods = false)
class LimitConfiguration implements WebMvcConfigurer {

    private final RateLimits limits;

    LimitConfiguration(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new AddressLimit(limits));
        // Wherever an account was made out; other paths have no principal.
        interceptors.addInterceptor(new AccountLimit(limits));
    }

    /** Inside what answers failures, outside of what answers sign-ins. */
    @Bean
    static FilterRegistrationBean<SignInLimit> signInLimit(RateLimits limits) {
        FilterRegistrationBean<SignInLimit> filter =
                new FilterRegistrationBean<>(new SignInLimit(limits));
        filter.setUrlPatterns(
                List.of(PagePaths.SIGN_IN_WITH + "/*", PagePaths.SIGN_IN_BACK + "/*"));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 12);
        return filter;
    }
}
