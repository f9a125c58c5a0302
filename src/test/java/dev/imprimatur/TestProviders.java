package dev.imprimatur;

import dev.imprimatur.forge.TestForge;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestIssuer;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Issuers for one JVM: two of the shape of GitHub Actions, {@code test-ci} and {@code second-ci},
 * one of a made-up CI system, {@code forge}, which {@code application-test.yml} describes, one that
 * writes a single audience into every token, {@code semaphore}, and one that nobody reaches, {@code
 * gone-ci}.
 */
public final class TestProviders
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    public static final TestIssuer FIRST = TestIssuer.start();
    public static final TestIssuer SECOND = TestIssuer.start();
    public static final TestIssuer FORGE = TestIssuer.start();
    public static final TestIssuer SEMAPHORE = TestIssuer.start();

    /** The issuer of {@code gone-ci}, which was never well. */
    public static final TestIssuer GONE = TestIssuer.start();

    /** What we authenticate with there. */
    public static final String FORGE_TOKEN = "forge-token-for-tests";

    /** What {@code second-ci} asks for ids: out of order but for what a test puts there. */
    public static final TestForge FORGE_API = TestForge.start().otherwise(Answer.status(503));

    static {
        GONE.answerDiscovery(Answer.status(503));
        GONE.answerKeys(Answer.status(503));
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "testProviders",
                                Map.of(
                                        "imprimatur.providers.forge.issuer", FORGE.issuer(),
                                        "imprimatur.providers.semaphore.enabled", "true",
                                        "imprimatur.providers.semaphore.issuer", SEMAPHORE.issuer(),
                                        "imprimatur.providers.semaphore.allow-http-loopback",
                                                "true",
                                        "imprimatur.providers.test-ci.extends", "github",
                                        "imprimatur.providers.test-ci.issuer", FIRST.issuer(),
                                        "imprimatur.providers.test-ci.allow-http-loopback", "true",
                                        "imprimatur.providers.second-ci.extends", "github",
                                        "imprimatur.providers.second-ci.issuer", SECOND.issuer(),
                                        "imprimatur.providers.second-ci.allow-http-loopback",
                                                "true")));
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "testForge",
                                Map.of(
                                        "imprimatur.providers.test-ci.known-as",
                                        "github",
                                        "imprimatur.providers.gone-ci.extends",
                                        "github",
                                        "imprimatur.providers.gone-ci.issuer",
                                        GONE.issuer(),
                                        "imprimatur.providers.gone-ci.allow-http-loopback",
                                        "true",
                                        "imprimatur.providers.second-ci.resolver-settings.api-url",
                                        FORGE_API.url(),
                                        "imprimatur.providers.second-ci.resolver-settings.token",
                                        FORGE_TOKEN)));
    }
}
