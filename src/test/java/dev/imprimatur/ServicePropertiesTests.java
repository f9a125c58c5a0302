package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ServicePropertiesTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Application.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://publish.example.org",
                "https://publish.example.org:8443",
                "https://[::1]:8443",
                "http://localhost:8080",
                "http://127.0.0.1"
            })
    void theseArePublicUrls(String url) {
        runner.withPropertyValues("imprimatur.public-url=" + url)
                .run(
                        context ->
                                assertThat(context.getBean(ServiceProperties.class).publicUrl())
                                        .isEqualTo(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "publish.example.org",
                "http://publish.example.org",
                "https://publish.example.org/",
                "https://publish.example.org/path",
                "https://user@publish.example.org",
                "https://publish.example.org?query",
                "http://localhost.example.org"
            })
    void theseAreNot(String url) {
        runner.withPropertyValues("imprimatur.public-url=" + url)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void withoutOneTheServiceDoesNotStart() {
        runner.run(
                context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("must be the https URL under which"));
    }

    @EnableConfigurationProperties(ServiceProperties.class)
    static class Application {}
}
