package dev.imprimatur.web.page;

import dev.imprimatur.web.PagePaths;
import java.time.Duration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.LiteWebJarsResourceResolver;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/** Where the files of the pages are, and in which language they are written. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration implements WebMvcConfigurer {

    private static final Duration A_YEAR = Duration.ofDays(365);

    /** Each under an address with a hash of what it holds, so that a browser asks once. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry files) {
        VersionResourceResolver byContent =
                new VersionResourceResolver().addContentVersionStrategy("/**");
        CacheControl forLong = CacheControl.maxAge(A_YEAR).cachePublic().immutable();
        files.addResourceHandler("/_/assets/lib/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/")
                .setCacheControl(forLong)
                .resourceChain(true)
                .addResolver(byContent)
                .addResolver(new LiteWebJarsResourceResolver());
        files.addResourceHandler("/_/assets/**")
                .addResourceLocations("classpath:/assets/")
                .setCacheControl(forLong)
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
    }

    /** Makes the links of the pages to those addresses. */
    @Bean
    FilterRegistrationBean<ResourceUrlEncodingFilter> hashedAddresses() {
        FilterRegistrationBean<ResourceUrlEncodingFilter> filter =
                new FilterRegistrationBean<>(new ResourceUrlEncodingFilter());
        filter.setUrlPatterns(PagePaths.ofFilters());
        return filter;
    }

    @Bean
    LocaleResolver localeResolver() {
        return new Preferences();
    }
}
