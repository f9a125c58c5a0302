package dev.imprimatur.web.security;

import dev.imprimatur.project.Indexes;
import dev.imprimatur.web.Problems;
import jakarta.servlet.DispatcherType;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Four chains: what indexes ask, what people manage, what they manage with the tools of their
 * ecosystem, and the rest, which looks at no credentials because the identity token in the request
 * is the credential. None keeps a session, so there is nothing that a forged cross-site request
 * could ride on; the pages, which do, are {@link PagesSecurity}'s.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String UPLOADS = "/_/api/v1/indexes/{index}/uploads";

    private static final String POLICY = "/_/api/v1/indexes/{index}/upload-policy";

    private static final String DESCRIPTION = "/_/api/openapi.json";

    /** Where npm, cargo's API and RubyGems' API have trusted publishers. */
    private static final String[] TRUST = {
        "/**/-/package/*/trust",
        "/**/-/package/*/trust/*",
        "/api/v1/trusted_publishing/github_configs/**",
        "/api/v1/trusted_publishing/gitlab_configs/**",
        "/api/v1/gems/*/trusted_publishers/**",
        "/api/v1/oidc/pending_trusted_publishers/**"
    };

    private final SecurityProblems answers;

    SecurityConfiguration(Problems problems) {
        this.answers = new SecurityProblems(problems);
    }

    /**
     * No measurement around each filter of each chain: a request is measured as a whole, and an
     * exchange by itself, so these told nobody anything.
     */
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** What indexes ask; the provenance of uploads is read by people, too. */
    @Bean
    @Order(1)
    SecurityFilterChain indexChain(
            HttpSecurity http, Indexes indexes, AccountAuthentication accounts) {
        AuthenticationEntryPoint unauthenticated =
                answers.unauthenticated(
                        "Basic realm=\"imprimatur\", charset=\"UTF-8\"",
                        "Authenticate with HTTP Basic: the id of the index and one of its secrets");
        stateless(http, unauthenticated)
                .securityMatcher(UPLOADS, POLICY, "/_/oauth2/introspect", "/_/oauth2/revoke")
                .addFilter(
                        new BasicAuthenticationFilter(
                                new IndexAuthentication(indexes), unauthenticated))
                .authorizeHttpRequests(
                        requests ->
                                requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                                        .permitAll()
                                        .requestMatchers(HttpMethod.GET, UPLOADS)
                                        .access(either(SecurityConfiguration::isOwnIndex))
                                        .requestMatchers(HttpMethod.HEAD, UPLOADS)
                                        .access(either(SecurityConfiguration::isOwnIndex))
                                        .requestMatchers(UPLOADS, POLICY)
                                        .access(only(SecurityConfiguration::isOwnIndex))
                                        .anyRequest()
                                        .access(only((index, context) -> true)));
        return withBearerTokens(http, accounts, new DefaultBearerTokenResolver(), unauthenticated)
                .build();
    }

    /** What people manage, and what only they may see of how the service does. */
    @Bean
    @Order(2)
    SecurityFilterChain managementChain(HttpSecurity http, AccountAuthentication accounts) {
        AuthenticationEntryPoint unauthenticated =
                answers.unauthenticated(
                        "Bearer realm=\"imprimatur\"",
                        "Authenticate with an API token (Authorization: Bearer impa_...) or with an"
                                + " access token of the operator's identity provider");
        stateless(http, unauthenticated)
                .securityMatcher("/_/api/**", "/actuator/**")
                .authorizeHttpRequests(
                        requests ->
                                requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                                        .permitAll()
                                        .requestMatchers(
                                                HttpMethod.GET,
                                                "/actuator/health",
                                                "/actuator/health/**")
                                        .permitAll()
                                        .requestMatchers(DESCRIPTION)
                                        .permitAll()
                                        .requestMatchers("/actuator/**")
                                        .access(operator())
                                        .anyRequest()
                                        .access(account()));
        return withBearerTokens(http, accounts, new DefaultBearerTokenResolver(), unauthenticated)
                .build();
    }

    /** What the tools of the ecosystems manage: the same accounts, with the same rights. */
    @Bean
    @Order(3)
    SecurityFilterChain trustChain(HttpSecurity http, AccountAuthentication accounts) {
        AuthenticationEntryPoint unauthenticated =
                answers.unauthenticated(
                        "Bearer realm=\"imprimatur\"",
                        "Authenticate with an API token of Imprimatur (impa_...), where this tool has"
                                + " the token of its registry");
        stateless(http, unauthenticated)
                .securityMatcher(ofTools())
                .authorizeHttpRequests(
                        requests ->
                                requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                                        .permitAll()
                                        .anyRequest()
                                        .access(account()));
        return withBearerTokens(http, accounts, new BareTokens(), unauthenticated).build();
    }

    /**
     * Nothing below our own prefix. Intent: a forward-auth request repeats the path of the original
     * there, and comes with an upload token, whatever that path is.
     */
    private static RequestMatcher ofTools() {
        PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
        return new AndRequestMatcher(
                new NegatedRequestMatcher(paths.matcher("/_/**")),
                new OrRequestMatcher(
                        Stream.of(TRUST).<RequestMatcher>map(paths::matcher).toList()));
    }

    /** Exchanges, discovery, help: junk credentials pass untouched, whatever they are. */
    @Bean
    @Order(5)
    SecurityFilterChain openChain() {
        return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, new AnswerHeaders());
    }

    /**
     * What paths may hold. An encoded slash or percent sign is part of a project's name: the path
     * is decoded once, by the controller's path variable. Any method passes, because a forward-auth
     * request repeats that of the original; controllers answer those that they do not serve.
     */
    @Bean
    StrictHttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    private HttpSecurity stateless(HttpSecurity http, AuthenticationEntryPoint unauthenticated) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(AbstractHttpConfigurer::disable)
                .addFilterAt(new AnswerHeaders(), HeaderWriterFilter.class)
                .exceptionHandling(
                        exceptions ->
                                exceptions
                                        .authenticationEntryPoint(unauthenticated)
                                        .accessDeniedHandler(
                                                answers.forbidden(
                                                        "These credentials are not good for"
                                                                + " this")));
    }

    /** Tokens are read from the header alone: one in a URL would end up in logs. */
    private HttpSecurity withBearerTokens(
            HttpSecurity http,
            AccountAuthentication accounts,
            BearerTokenResolver tokens,
            AuthenticationEntryPoint unauthenticated) {
        return http.oauth2ResourceServer(
                bearer ->
                        bearer.authenticationEntryPoint(unauthenticated)
                                .bearerTokenResolver(tokens)
                                .opaqueToken(opaque -> opaque.authenticationManager(accounts)));
    }

    private static AuthorizationManager<RequestAuthorizationContext> account() {
        return (authentication, context) ->
                new AuthorizationDecision(isAccount(authentication.get()));
    }

    /** Administrators, and what collects metrics with a token of the operator's, of any scope. */
    private static AuthorizationManager<RequestAuthorizationContext> operator() {
        return (authentication, context) ->
                new AuthorizationDecision(
                        authentication.get().getPrincipal() instanceof AccountPrincipal account
                                && account.caller().administrator()
                                && account.caller().projects() == null);
    }

    private static AuthorizationManager<RequestAuthorizationContext> only(IndexRule rule) {
        return (authentication, context) ->
                new AuthorizationDecision(
                        authentication.get().getPrincipal() instanceof IndexPrincipal index
                                && rule.allows(index, context));
    }

    private static AuthorizationManager<RequestAuthorizationContext> either(IndexRule rule) {
        return (authentication, context) ->
                new AuthorizationDecision(
                        isAccount(authentication.get())
                                || authentication.get().getPrincipal()
                                                instanceof IndexPrincipal index
                                        && rule.allows(index, context));
    }

    private static boolean isAccount(Authentication authentication) {
        return authentication.getPrincipal() instanceof AccountPrincipal;
    }

    /** An index asks about itself alone. */
    private static boolean isOwnIndex(IndexPrincipal index, RequestAuthorizationContext context) {
        return index.indexId().equals(context.getVariables().get("index"));
    }

    private interface IndexRule {
        boolean allows(IndexPrincipal index, RequestAuthorizationContext context);
    }
}
