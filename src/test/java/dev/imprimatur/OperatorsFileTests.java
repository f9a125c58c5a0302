package dev.imprimatur;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.provider.ForgeApi;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** The examples in the operator's file are no prose: they are read as an operator's would be. */
class OperatorsFileTests {

    private static final Path FILE = Path.of("config", "application.yml");

    @Test
    void nothingInItIsInForce() throws IOException {
        assertThat(Files.readAllLines(FILE))
                .allMatch(line -> line.isEmpty() || line.startsWith("#"));
        assertThat(sources(Files.readString(FILE))).isEmpty();
    }

    @Test
    void itsExamplesBindAndPassEveryCheck() throws IOException {
        PropertySource<?> examples = sources(examples()).getFirst();

        runner(examples)
                .run(
                        context -> {
                            assertThat(context).hasNotFailed();
                            checkIndexes(context.getBean(Indexes.class));
                            checkProviders(context.getBean(Providers.class));
                            assertThat(context.getBean("noticeTargets").toString())
                                    .contains(
                                            "WebhookTarget[id=operations]",
                                            "imprimatur@publish.example.org");
                        });
    }

    @Test
    void itShowsTheServiceAndItsDatabase() throws IOException {
        PropertySource<?> examples = sources(examples()).getFirst();

        assertThat(
                        List.of(
                                "imprimatur.public-url",
                                "imprimatur.admin.api-token",
                                "spring.datasource.url",
                                "spring.datasource.username",
                                "spring.datasource.password"))
                .allMatch(examples::containsProperty);
    }

    @Test
    void itsSecretsComeFromTheEnvironment() throws IOException {
        PropertySource<?> examples = sources(examples()).getFirst();

        assertThat(
                        List.of(
                                "imprimatur.admin.api-token",
                                "imprimatur.indexes.python.secrets[0]",
                                "imprimatur.indexes.python-staging.secrets[0]",
                                "imprimatur.notifications.webhooks.operations.secrets[0]",
                                "spring.mail.password",
                                "imprimatur.people.issuers.staff.client-secret",
                                "imprimatur.providers.github.resolver-settings.token",
                                "spring.datasource.password"))
                .allSatisfy(
                        name ->
                                assertThat(String.valueOf(examples.getProperty(name)))
                                        .matches("\\$\\{[A-Z_]+}"));
    }

    private static void checkIndexes(Indexes indexes) {
        assertThat(indexes.all())
                .extracting(PackageIndex::id)
                .containsExactly("python", "python-staging");
        assertThat(indexes.ofId("python-staging").orElseThrow().tokenLifetime())
                .isEqualTo(Duration.ofMinutes(30));
        assertThat(indexes.ofId("python").orElseThrow().credentials().accept("a-secret-for-tests"))
                .isTrue();
        assertThat(indexes.defaultOn("packages.example.org", Ecosystem.PYPI).map(PackageIndex::id))
                .hasValue("python");
        assertThat(indexes.ofUploadUrl("staging.example.org", "/").map(PackageIndex::id))
                .hasValue("python-staging");
    }

    private static void checkProviders(Providers providers) {
        assertThat(providers.all())
                .extracting(ProviderDefinition::id)
                .containsExactlyInAnyOrder(
                        "github", "google", "codeberg", "my-gitlab", "my-github", "forge");
        assertThat(providers.ofId("my-github").orElseThrow().constants())
                .containsEntry("server", "https://github.example.org");
        assertThat(providers.ofId("my-github").orElseThrow().forgeApi())
                .extracting(ForgeApi::url)
                .isEqualTo(URI.create("https://github.example.org/api/v3"));
        assertThat(providers.ofId("github").orElseThrow().forgeApi())
                .extracting(ForgeApi::token)
                .isNotNull();
        ProviderDefinition forge = providers.ofIssuer("https://ci.example.org").orElseThrow();
        assertThat(forge.replay()).isEqualTo(ProviderDefinition.Replay.SIGNED_INPUT);
        assertThat(forge.trustedKeysHost()).isEqualTo("keys.ci.example.org");
        assertThat(forge.pins()).containsExactly("ci.example.org/project-id");
    }

    private static ApplicationContextRunner runner(PropertySource<?> examples) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withPropertyValues(
                        "IMPRIMATUR_ADMIN_API_TOKEN=" + AdminApiToken.TEXT,
                        "PYTHON_INDEX_SECRET=a-secret-for-tests",
                        "GITHUB_API_TOKEN=a-token-for-tests",
                        "STAGING_INDEX_SECRET=another-for-tests",
                        "STAFF_CLIENT_SECRET=a-client-secret-for-tests",
                        "OPERATIONS_WEBHOOK_SECRET="
                                + "whsec_YSBzZWNyZXQgZm9yIHRoZSBvcGVyYXRvcnMnIGZpbGU=")
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addLast(examples));
    }

    /** The file as it is when every example is taken up: one hash and one blank less. */
    private static String examples() throws IOException {
        return Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .collect(joining("\n"));
    }

    private static List<PropertySource<?>> sources(String yaml) throws IOException {
        return new YamlPropertySourceLoader()
                .load("operator", new ByteArrayResource(yaml.getBytes(UTF_8)));
    }

    /** What reads the configuration, and nothing that needs a database. */
    @Configuration(proxyBeanMethods = false)
    @ComponentScan(
            basePackages = {
                "dev.imprimatur.provider",
                "dev.imprimatur.project",
                "dev.imprimatur.identity",
                "dev.imprimatur.notice"
            },
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = ".*(Provider|Index|People|NoticeTargets)Configuration"))
    @EnableConfigurationProperties(ServiceProperties.class)
    @ConfigurationPropertiesScan({
        "dev.imprimatur.provider",
        "dev.imprimatur.project",
        "dev.imprimatur.account",
        "dev.imprimatur.identity",
        "dev.imprimatur.token",
        "dev.imprimatur.web.limit",
        "dev.imprimatur.web.leak",
        "dev.imprimatur.notice"
    })
    static class Application {}
}
