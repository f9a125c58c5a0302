package dev.imprimatur.web.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.web.PageHeaders;
import dev.imprimatur.web.PagePaths;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.HstsConfig;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.util.UriUtils;

/**
 * The chain of the pages: the only one with sessions, and therefore with tokens against forged
 * requests.
 */
@Configuration(proxyBeanMethods = false)
class PagesSecurity {

    private final Problems problems;

    private final LoginSecurity login;

    PagesSecurity(Problems problems, LoginSecurity login) {
        this.problems = problems;
        this.login = login;
    }

    @Bean
    @Order(4)
    SecurityFilterChain pagesChain(HttpSecurity http, BrowserSessions sessions, CsrfTokens csrf) {
        // What a browser comes back with is no bearer token, and none of what reads those is asked.
        http.getSharedObject(AuthenticationManagerBuilder.class).parentAuthenticationManager(null);
        return http.securityMatcher(PagePaths.all())
                .securityContext(context -> context.securityContextRepository(sessions))
                .sessionManagement(
                        management ->
                                // A sign-in makes a session of its own, not a new id for the old.
                                management
                                        .sessionCreationPolicy(SessionCreationPolicy.NEVER)
                                        .sessionFixation(fixation -> fixation.none()))
                .csrf(forms -> forms.csrfTokenRepository(csrf))
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .oauth2Login(login::customize)
                .headers(
                        headers ->
                                headers.httpStrictTransportSecurity(HstsConfig::disable)
                                        .frameOptions(FrameOptionsConfig::deny)
                                        .contentSecurityPolicy(
                                                content ->
                                                        content.policyDirectives(
                                                                PageHeaders.CONTENT))
                                        .crossOriginOpenerPolicy(
                                                opener ->
                                                        opener.policy(
                                                                CrossOriginOpenerPolicy
                                                                        .SAME_ORIGIN))
                                        .referrerPolicy(
                                                referrer ->
                                                        referrer.policy(
                                                                ReferrerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(
                        requests ->
                                requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                                        .permitAll()
                                        .requestMatchers(
                                                "/_",
                                                PagePaths.FRONT,
                                                PagePaths.SIGN_IN + "/**",
                                                "/_/preferences",
                                                "/_/assets/**")
                                        .permitAll()
                                        .anyRequest()
                                        .access(
                                                (who, context) ->
                                                        new AuthorizationDecision(
                                                                who.get().getPrincipal()
                                                                        instanceof
                                                                        AccountPrincipal)))
                .exceptionHandling(
                        exceptions ->
                                exceptions
                                        .authenticationEntryPoint(signIn())
                                        .accessDeniedHandler(denied()))
                .build();
    }

    /** To the sign-in, and from there back to the page; a form that was filled in is lost. */
    private static AuthenticationEntryPoint signIn() {
        return (request, response, why) -> {
            String address = signIn(request);
            if (request.getHeader("HX-Request") == null) {
                response.sendRedirect(address);
            } else {
                // What a script asked for is a part of a page; the whole of it has to go there.
                response.setHeader("HX-Redirect", address);
                response.setStatus(401);
            }
        };
    }

    private static String signIn(HttpServletRequest request) {
        if (!request.getMethod().equals("GET") || request.getHeader("HX-Request") != null) {
            return PagePaths.SIGN_IN;
        }
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        return PagePaths.SIGN_IN
                + "?next="
                + UriUtils.encode(PagePaths.backTo(request.getRequestURI() + query), UTF_8);
    }

    private AccessDeniedHandler denied() {
        return (request, response, why) ->
                problems.write(
                        request,
                        response,
                        Problem.of(
                                ProblemCode.FORBIDDEN,
                                why instanceof CsrfException
                                        ? "This form is from an earlier sign-in, or from elsewhere;"
                                                + " nothing was changed. Go back, load the page anew"
                                                + " and try again"
                                        : "These credentials are not good for this"));
    }
}
