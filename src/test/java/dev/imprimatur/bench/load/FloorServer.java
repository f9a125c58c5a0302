package dev.imprimatur.bench.load;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The same server with the same settings, answering the same requests without any work: what an
 * exchange would cost if it were nothing.
 */
final class FloorServer {

    /** Only where this is set: whoever starts the service from these classes finds them, too. */
    private static final String HERE = "bench.floor";

    private FloorServer() {}

    @ConditionalOnProperty(HERE)
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class
    })
    static class Application {}

    @ConditionalOnProperty(HERE)
    @RestController
    static class Answers {

        /** As long as an answer with an upload token is. */
        private static final Map<String, ?> ANSWER =
                Map.of("token", "x".repeat(58), "expires", 1_800_000_000L);

        @PostMapping("/_/oidc/mint-token")
        Map<String, ?> mint(HttpServletRequest request) throws IOException {
            request.getInputStream().readAllBytes();
            return ANSWER;
        }

        @GetMapping("/actuator/health/readiness")
        String ready() {
            return "ready";
        }
    }

    public static void main(String[] args) {
        System.setProperty(HERE, "true");
        new SpringApplication(Application.class, Answers.class).run(args);
    }
}
