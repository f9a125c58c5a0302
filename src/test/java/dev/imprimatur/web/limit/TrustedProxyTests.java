package dev.imprimatur.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whose address counts, in a container that is set up as it ships, with nothing else in it. */
class TrustedProxyTests {

    private static final String PEER = "127.0.0.1";

    @Test
    void noHeaderIsBelievedUnlessTheOperatorSaysSo() {
        assertThat(client("203.0.113.7")).isEqualTo(PEER);
    }

    @Test
    void notEvenWhereACloudPlatformIsFound() {
        assertThat(client("203.0.113.7", "spring.main.cloud-platform=kubernetes")).isEqualTo(PEER);
    }

    @Test
    void aNamedProxyIsBelievedUpToTheAddressThatItWroteItself() {
        String[] named = {
            "server.forward-headers-strategy=native",
            "server.tomcat.remoteip.internal-proxies=127.0.0.1/32, 10.1.2.3/32"
        };

        assertThat(client("203.0.113.7", named)).isEqualTo("203.0.113.7");
        assertThat(client("198.51.100.1, 203.0.113.7", named)).isEqualTo("203.0.113.7");
        assertThat(client("198.51.100.1, 203.0.113.7, 10.1.2.3", named)).isEqualTo("203.0.113.7");
        assertThat(client("2001:db8:1:2::1", named)).isEqualTo("20010db800010002/64");
    }

    @Test
    void anotherPeerInAPrivateNetworkIsNoProxy() {
        assertThat(
                        client(
                                "203.0.113.7",
                                "server.forward-headers-strategy=native",
                                "server.tomcat.remoteip.internal-proxies=10.1.2.3/32"))
                .isEqualTo(PEER);
        assertThat(client("203.0.113.7, 192.168.1.1", "server.forward-headers-strategy=native"))
                .isEqualTo("192.168.1.1");
    }

    private static String client(String forwardedFor, String... settings) {
        String[] arguments =
                Stream.concat(
                                Stream.of("server.port=0", "server.address=" + PEER),
                                Arrays.stream(settings))
                        .map("--"::concat)
                        .toArray(String[]::new);
        try (ConfigurableApplicationContext container =
                        new SpringApplicationBuilder(Container.class)
                                .logStartupInfo(false)
                                .run(arguments);
                HttpClient http = HttpClient.newHttpClient()) {
            String port = container.getEnvironment().getRequiredProperty("local.server.port");
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://%s:%s/".formatted(PEER, port)))
                                    .header("X-Forwarded-For", forwardedFor)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
    static class Container {

        @Bean
        ServletRegistrationBean<HttpServlet> whoAmI() {
            return new ServletRegistrationBean<>(
                    new HttpServlet() {
                        @Override
                        protected void doGet(
                                HttpServletRequest request, HttpServletResponse response)
                                throws IOException {
                            response.getWriter().write(ClientNetwork.of(request.getRemoteAddr()));
                        }
                    },
                    "/");
        }
    }
}
