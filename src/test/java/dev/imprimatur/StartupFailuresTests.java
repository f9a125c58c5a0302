package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.validation.annotation.Validated;

@ExtendWith(OutputCaptureExtension.class)
class StartupFailuresTests {

    private static final String[] SOUND = {
        "--imprimatur.public-url=https://h.example",
        "--imprimatur.indexes.pypi.ecosystem=pypi",
        "--imprimatur.indexes.pypi.upload-url=https://h.example/legacy/"
    };

    @Test
    void aSoundConfigurationStarts(CapturedOutput output) {
        application(Configured.class).run(SOUND).close();

        assertThat(StandardError.lines(output)).isEmpty();
    }

    @Test
    void missingValuesAreNamedAllAtOnce(CapturedOutput output) {
        assertFailure(
                output,
                "imprimatur.indexes.pypi.upload-url must not be null; imprimatur.public-url must not be null.",
                "--imprimatur.indexes.pypi.ecosystem=pypi");
    }

    @Test
    void aValueThatItsConstraintRefusesIsNotShown(CapturedOutput output) {
        assertFailure(
                output,
                "imprimatur.indexes.pypi.secrets[0] must not be blank.",
                with("--imprimatur.indexes.pypi.secrets[0]= "));
    }

    @Test
    void anUnknownChoiceIsAnsweredWithTheChoices(CapturedOutput output) {
        assertFailure(
                output,
                "imprimatur.indexes.pypi.ecosystem wants one of npm, pypi.",
                with("--imprimatur.indexes.pypi.ecosystem=pipy"));
    }

    @Test
    void aLengthOfTimeIsAskedForByExample(CapturedOutput output) {
        assertFailure(
                output,
                "imprimatur.indexes.pypi.lifetime wants a length of time, such as 90s, 15m, 12h or 7d.",
                with("--imprimatur.indexes.pypi.lifetime=long"));
    }

    @Test
    void aValueThatBootReadsByItselfIsToldInTheSameWords(CapturedOutput output) {
        assertThatThrownBy(
                        () ->
                                application(Web.class)
                                        .web(WebApplicationType.SERVLET)
                                        .run("--server.port=hunter2"))
                .isNotNull();

        assertOneSentence(output, "server.port wants a whole number.");
    }

    @Test
    void aSingleValueInPlaceOfASectionIsRefused(CapturedOutput output) {
        assertFailure(
                output,
                "imprimatur.indexes.pypi wants a section with members of its own.",
                "--imprimatur.public-url=https://h.example",
                "--imprimatur.indexes.pypi=yes");
    }

    @Test
    void aPlaceholderThatNobodySetIsNamed(CapturedOutput output) {
        assertFailure(
                output,
                "imprimatur.indexes.pypi.secrets[0] refers to ${NOBODY_SET_THIS}, which is not set.",
                with("--imprimatur.indexes.pypi.secrets[0]=${NOBODY_SET_THIS}"));
    }

    @Test
    void ourOwnSentenceIsPrintedAsItIsHoweverDeepItSits(CapturedOutput output) {
        fail(Judging.class);

        assertOneSentence(output, "imprimatur.keys wants a key.");
    }

    @Test
    void aMisspeltPropertyIsNamedBeforeTheOneThatItLeavesEmpty(CapturedOutput output) {
        assertFailure(
                output,
                "imprimatur.public-ulr is not a property of Imprimatur; under imprimatur it knows indexes, public-url.",
                "--imprimatur.public-ulr=https://h.example");
    }

    @Test
    void aMisspeltPropertyIsFoundDeepInside(CapturedOutput output) {
        assertFailure(
                output,
                "imprimatur.indexes.pypi.live-time is not a property of Imprimatur; under imprimatur.indexes.pypi it knows default, ecosystem, lifetime, links, secrets, upload-url.",
                with("--imprimatur.indexes.pypi.live-time=15m"));
    }

    @Test
    void keysOfMapsAndItemsOfListsAreTheOperators(CapturedOutput output) {
        application(Configured.class)
                .run(
                        with(
                                "--imprimatur.indexes.pypi.links.any.thing=x",
                                "--imprimatur.indexes.pypi.default=true",
                                "--imprimatur.indexes.pypi.secrets[0]=s",
                                "--imprimatur.indexes.pypi.uploadUrl=https://h.example/"))
                .close();

        assertThat(StandardError.lines(output)).isEmpty();
    }

    @Test
    void theFileAndLineOfAWrongValueAreNamed(CapturedOutput output, @TempDir Path config)
            throws IOException {
        Path file = config.resolve("application.yml");
        Files.writeString(
                file,
                """
                imprimatur:
                  public-url: https://h.example
                  indexes:
                    pypi:
                      ecosystem: hunter2
                      upload-url: https://h.example/legacy/
                """);

        assertFailure(
                output,
                "imprimatur.indexes.pypi.ecosystem (%s, line 5) wants one of npm, pypi."
                        .formatted(file),
                "--spring.config.additional-location=file:%s/".formatted(config));
    }

    @Test
    void aFileThatIsNotYamlIsRefusedWithoutQuotingIt(CapturedOutput output, @TempDir Path config)
            throws IOException {
        Files.writeString(
                config.resolve("application.yml"),
                """
                spring.datasource.password: hunter2
                imprimatur: public-url: x
                """);

        assertFailure(
                output,
                "A configuration file, most likely config/application.yml, is not well-formed YAML at line 2, column 23: mapping values are not allowed here.",
                "--spring.config.additional-location=file:%s/".formatted(config));
    }

    @Test
    void aTakenPortIsNamed(CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                            () ->
                                    application(Web.class)
                                            .web(WebApplicationType.SERVLET)
                                            .run(
                                                    "--server.address=127.0.0.1",
                                                    "--server.port=" + taken.getLocalPort()))
                    .isNotNull();

            assertOneSentence(
                    output,
                    "Port %d is taken: stop what listens there, or choose another with server.port."
                            .formatted(taken.getLocalPort()));
        }
    }

    @Test
    void aDefectOfOursKeepsItsStackTrace(CapturedOutput output) {
        fail(Defective.class);

        assertThat(StandardError.lines(output)).isEmpty();
        assertThat(output.getOut()).contains("Application run failed").contains("a defect");
    }

    @Test
    void theProcessEndsWithStatusOneAndNothingButTheSentence(@TempDir Path directory)
            throws IOException, InterruptedException {
        Path errors = directory.resolve("err");
        Path printed = directory.resolve("out");
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                // It ends before more would pay.
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Imprimatur.class.getName(),
                                "--imprimatur.indexs.pypi.ecosystem=pypi")
                        .directory(directory.toFile())
                        .redirectError(errors.toFile())
                        .redirectOutput(printed.toFile())
                        .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(errors))
                .singleElement()
                .asString()
                .startsWith("imprimatur.indexs is not a property of Imprimatur; under imprimatur");
        assertThat(Files.readString(printed)).doesNotContain("\tat ", "Exception");
    }

    private static void assertFailure(CapturedOutput output, String sentence, String... args) {
        fail(Configured.class, args);
        assertOneSentence(output, sentence);
    }

    private static void assertOneSentence(CapturedOutput output, String sentence) {
        assertThat(StandardError.lines(output)).containsExactly(sentence);
        assertThat(output.getOut()).doesNotContain("\tat ", "Exception", "hunter2");
    }

    private static void fail(Class<?> configuration, String... args) {
        assertThatThrownBy(() -> application(configuration).run(args)).isNotNull();
    }

    private static SpringApplicationBuilder application(Class<?> configuration) {
        return new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "logging.level.[org.springframework.context.annotation.AnnotationConfigApplicationContext]=error");
    }

    private static String[] with(String... more) {
        String[] all = Arrays.copyOf(SOUND, SOUND.length + more.length);
        System.arraycopy(more, 0, all, SOUND.length, more.length);
        return all;
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(House.class)
    static class Configured {

        @Bean
        static ConfigurationCheck configurationCheck(Environment environment) {
            return new ConfigurationCheck(environment);
        }
    }

    @Validated
    @ConfigurationProperties("imprimatur")
    record House(@NotNull URI publicUrl, Map<String, @Valid Index> indexes) {

        enum Ecosystem {
            PYPI,
            NPM
        }

        record Index(
                Ecosystem ecosystem,
                @NotNull URI uploadUrl,
                Duration lifetime,
                List<@NotBlank String> secrets,
                Map<String, String> links,
                @Name("default") boolean isDefault) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Judging {

        @Bean
        String judged() {
            throw new IllegalStateException(
                    new ConfigurationException("imprimatur.keys wants\na key."));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Defective {

        @Bean
        String broken() {
            throw new IllegalStateException("a defect");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
    static class Web {}
}
