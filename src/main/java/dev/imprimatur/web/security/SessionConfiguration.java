package dev.imprimatur.web.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.web.PagePaths;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.AbstractFilterRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** How the sessions of browsers are kept, and their cookie. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    private static final String REMEMBER =
            """
            INSERT INTO %TABLE_NAME%_attributes (session_primary_id, attribute_name, attribute_bytes)
            SELECT s.primary_id, a.name, a.bytes
              FROM (VALUES (?::char(36), ?, ?)) AS a (session, name, bytes)
              JOIN %TABLE_NAME% s ON s.primary_id = a.session
               FOR KEY SHARE OF s
                ON CONFLICT (session_primary_id, attribute_name)
                DO UPDATE SET attribute_bytes = EXCLUDED.attribute_bytes
            """;

    /**
     * Sent to our own paths alone: the rest of the host is most often the package index's. Lax, or
     * whoever comes back from their identity provider, or follows a link, would not be signed in;
     * what a form of another site sends has no token of ours.
     */
    @Bean
    CookieSerializer sessionCookie(ServiceProperties service) {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName("imprimatur_session");
        cookie.setCookiePath(PagePaths.FRONT);
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Lax");
        // By what the operator says, not the request: behind a proxy that ends TLS it does not
        // know.
        cookie.setUseSecureCookie(service.publicUrl().startsWith("https:"));
        return cookie;
    }

    @Bean
    FilterRegistrationBean<SessionReadOnce> sessionReadOnce(
            SessionRepository<? extends Session> kept, CookieSerializer cookie) {
        FilterRegistrationBean<SessionReadOnce> filter =
                new FilterRegistrationBean<>(new SessionReadOnce(kept, cookie));
        filter.setUrlPatterns(PagePaths.ofFilters());
        filter.setOrder(SessionRepositoryFilter.DEFAULT_ORDER - 1);
        return filter;
    }

    /** Only pages have sessions; the filter would look for one, and end it, with every request. */
    @Bean
    static BeanPostProcessor sessionsOfPagesAlone() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (name.equals("sessionRepositoryFilterRegistration")
                        && bean instanceof AbstractFilterRegistrationBean<?> registration) {
                    registration.setUrlPatterns(PagePaths.ofFilters());
                }
                return bean;
            }
        };
    }

    /**
     * Text and nothing but text. Intent: whoever can write to the table gets no objects of their
     * choice made here, and another version of this service beside us reads what we wrote.
     */
    @Bean
    GenericConversionService springSessionConversionService() {
        GenericConversionService conversions = new GenericConversionService();
        conversions.addConverter(Object.class, byte[].class, SessionConfiguration::bytes);
        conversions.addConverter(byte[].class, Object.class, bytes -> new String(bytes, UTF_8));
        return conversions;
    }

    /**
     * Two requests of one browser at once may write the same attribute, and one of them may end the
     * session: what the other has to remember then is forgotten, or its answer would be a failure.
     */
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> sessionsInPostgres() {
        return sessions -> sessions.setCreateSessionAttributeQuery(REMEMBER);
    }

    private static byte[] bytes(Object value) {
        if (value instanceof String text) {
            return text.getBytes(UTF_8);
        }
        throw new IllegalArgumentException(
                "Sessions keep text alone, no " + value.getClass().getName());
    }
}
