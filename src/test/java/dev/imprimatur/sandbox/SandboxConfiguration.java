package dev.imprimatur.sandbox;

import dev.imprimatur.sandbox.cargo.SampleRegistry;
import dev.imprimatur.sandbox.ci.SandboxCi;
import dev.imprimatur.sandbox.gems.SampleGemHost;
import dev.imprimatur.sandbox.index.ReasonPhraseProtocol;
import dev.imprimatur.sandbox.index.SampleIndex;
import dev.imprimatur.sandbox.npm.NpmRegistry;
import dev.imprimatur.sandbox.people.SandboxPeople;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The sandbox's parts in the service's own web server. No test's application context has them. */
@TestConfiguration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxConfiguration {

    @Bean
    RouterFunction<ServerResponse> sandboxCi(
            @Value("${sandbox.url}") String url,
            @Value("${sandbox.directory}") Path directory,
            Clock clock) {
        return new SandboxCi(url + SandboxCi.PATH, directory.resolve("ci-keys.json"), clock)
                .routes();
    }

    @Bean
    RouterFunction<ServerResponse> sandboxPeople(
            @Value("${sandbox.url}") String url,
            @Value("${sandbox.directory}") Path directory,
            Clock clock) {
        return new SandboxPeople(url, directory.resolve("people-keys.json"), clock).routes();
    }

    @Bean
    RouterFunction<ServerResponse> sampleIndex(
            @Value("${sandbox.url}") URI url,
            @Value("${imprimatur.indexes.pypi.secrets[0]}") String secret,
            @Value("${sandbox.directory}") Path directory) {
        return new SampleIndex(url, "pypi", secret, directory.resolve("packages")).routes();
    }

    @Bean
    RouterFunction<ServerResponse> sampleGemHost(
            @Value("${sandbox.url}") URI url,
            @Value("${imprimatur.indexes.gems.secrets[0]}") String secret,
            @Value("${sandbox.directory}") Path directory) {
        return new SampleGemHost(url, "gems", secret, directory.resolve("gems")).routes();
    }

    @Bean
    RouterFunction<ServerResponse> sampleRegistryOfCrates(
            @Value("${sandbox.url}") URI url,
            @Value("${imprimatur.indexes.cargo.secrets[0]}") String secret,
            @Value("${sandbox.directory}") Path directory) {
        return new SampleRegistry(url, "cargo", secret, directory.resolve("crates")).routes();
    }

    @Bean
    RouterFunction<ServerResponse> npmRegistry(
            @Value("${sandbox.url}") URI url,
            @Value("${imprimatur.indexes.npm.secrets[0]}") String secret,
            @Value("${sandbox.directory}") Path directory) {
        return new NpmRegistry(url, "npm", secret, directory.resolve("npm")).routes();
    }

    /** They check for themselves who may do what, as separate services would. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain sandboxChain(HttpSecurity http) {
        return http.securityMatcher(
                        "/sandbox/**",
                        "/legacy",
                        "/legacy/**",
                        "/simple",
                        "/simple/**",
                        "/packages/**",
                        "/api/v1/gems",
                        "/gems/**",
                        "/quick/**",
                        "/*specs.4.8.gz",
                        "/crates/**",
                        "/api/v1/crates/**",
                        // Not all below /npm: npm trust is for the service, and for its chain.
                        "/npm/*",
                        "/npm/@*/*",
                        "/npm/*/-/*",
                        "/npm/@*/*/-/*")
                .authorizeHttpRequests(it -> it.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                // HSTS would turn every http port of this machine's localhost off in a browser.
                .headers(it -> it.httpStrictTransportSecurity(hsts -> hsts.disable()))
                .build();
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> sandboxConnectors(
            @Value("${sandbox.https-port}") int httpsPort,
            @Value("${sandbox.key-store}") Path keyStore) {
        return factory -> {
            factory.setProtocol(ReasonPhraseProtocol.class.getName());
            factory.addAdditionalConnectors(https(httpsPort, keyStore));
        };
    }

    private static Connector https(int port, Path keyStore) {
        SSLHostConfig tls = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.EC);
        certificate.setCertificateKeystoreFile(keyStore.toString());
        certificate.setCertificateKeystorePassword(Certificates.PASSWORD);
        certificate.setCertificateKeyAlias(Certificates.ALIAS);
        tls.addCertificate(certificate);
        ReasonPhraseProtocol protocol = new ReasonPhraseProtocol();
        protocol.setSSLEnabled(true);
        protocol.addSslHostConfig(tls);
        Connector connector = new Connector(protocol);
        connector.setPort(port);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("address", "127.0.0.1");
        return connector;
    }
}
