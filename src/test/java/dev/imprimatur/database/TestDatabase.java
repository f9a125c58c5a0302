package dev.imprimatur.database;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The one PostgreSQL 18 of a test run, started when the first test asks for it: a container where a
 * Docker engine answers, the embedded server otherwise. Tests share it, so they use names of their
 * own or clean up.
 *
 * <p>A test with an application context names it as an initializer, {@code @ContextConfiguration(
 * initializers = TestDatabase.class)}, or calls {@link #register}.
 */
public final class TestDatabase
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String IMAGE = "postgres:18";

    private static @Nullable Database started;

    public static String jdbcUrl() {
        return database().jdbcUrl();
    }

    public static String username() {
        return database().username();
    }

    public static String password() {
        return database().password();
    }

    /** For a method with {@code @DynamicPropertySource}. */
    public static void register(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", TestDatabase::jdbcUrl);
        registry.add("spring.datasource.username", TestDatabase::username);
        registry.add("spring.datasource.password", TestDatabase::password);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Map<String, Object> properties =
                Map.of(
                        "spring.datasource.url", jdbcUrl(),
                        "spring.datasource.username", username(),
                        "spring.datasource.password", password());
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("testDatabase", properties));
    }

    private static synchronized Database database() {
        if (started == null) {
            started = start();
        }
        return started;
    }

    private static Database start() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return startEmbedded("no Docker engine answers");
        }
        try {
            return startContainer();
        } catch (ContainerFetchException e) {
            return startEmbedded("the Docker engine cannot get " + IMAGE);
        }
    }

    private static Database startEmbedded(String why) {
        System.out.println("Database of these tests: embedded PostgreSQL 18 (" + why + ").");
        return EmbeddedDatabase.startTemporary().database();
    }

    // Testcontainers removes the container when this JVM has ended.
    @SuppressWarnings("resource")
    private static Database startContainer() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
        container.start();
        System.out.println("Database of these tests: " + IMAGE + " in Docker (Testcontainers).");
        return new Database(
                container.getJdbcUrl(), container.getUsername(), container.getPassword());
    }
}
