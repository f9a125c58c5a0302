package dev.imprimatur.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imprimatur.ConfigurationException;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Each test has a database schema of its own, because it is about an empty table. */
@ExtendWith(OutputCaptureExtension.class)
class FirstApiTokenTests {

    private static final String SCHEMA = "first_api_token";

    @TempDir private Path directory;
    private final AnnotationConfigApplicationContext rooms =
            new AnnotationConfigApplicationContext();
    private JdbcClient jdbc;
    private ApiTokens tokens;

    @BeforeEach
    void start() {
        DataSource database =
                new DriverManagerDataSource(
                        TestDatabase.jdbcUrl()
                                + (TestDatabase.jdbcUrl().contains("?") ? "&" : "?")
                                + "currentSchema="
                                + SCHEMA,
                        TestDatabase.username(),
                        TestDatabase.password());
        Flyway flyway =
                Flyway.configure().dataSource(database).schemas(SCHEMA).cleanDisabled(false).load();
        flyway.clean();
        flyway.migrate();
        jdbc = JdbcClient.create(database);
        rooms.registerBean(JdbcClient.class, () -> jdbc);
        rooms.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
        rooms.registerBean(Clock.class, Clock::systemUTC);
        rooms.registerBean(
                TransactionTemplate.class,
                () -> new TransactionTemplate(new JdbcTransactionManager(database)));
        rooms.registerBean(EventLog.class);
        rooms.registerBean(ApiTokenRows.class);
        rooms.registerBean(ApiTokensProperties.class, () -> new ApiTokensProperties(null, null));
        rooms.registerBean(ApiTokens.class);
        rooms.refresh();
        tokens = rooms.getBean(ApiTokens.class);
    }

    @AfterEach
    void stop() {
        rooms.close();
    }

    @Test
    void theFirstStartMakesATokenThatOnlyItsOwnerReads(CapturedOutput output) throws IOException {
        Path file = directory.resolve("token");
        start(null, file);

        String text = Files.readString(file).strip();
        assertThat(tokens.ofText(text))
                .hasValueSatisfying(it -> assertThat(it.name()).isEqualTo("admin"));
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(output.getAll()).contains(file.toString()).doesNotContain(text);
        assertThat(events()).containsExactly(EventType.API_TOKEN_CREATED);
    }

    @Test
    void aSecondStartMakesNone() throws IOException {
        Path file = directory.resolve("token");
        start(null, file);
        Files.delete(file);
        start(null, file);

        assertThat(file).doesNotExist();
        assertThat(tokens.page(0, 10)).hasSize(1);
    }

    @Test
    void aFileThatIsThereIsAdoptedAndNotOverwritten() throws IOException {
        Path file = directory.resolve("token");
        String text = newText();
        Files.writeString(file, text + "\n");
        start(null, file);

        assertThat(Files.readString(file)).isEqualTo(text + "\n");
        assertThat(tokens.ofText(text)).isPresent();
    }

    @Test
    void aTokenThatWasRemovedDoesNotComeBackOutOfItsFile(CapturedOutput output) throws IOException {
        Path file = directory.resolve("token");
        start(null, file);
        String text = Files.readString(file).strip();
        tokens.remove(tokens.ofText(text).orElseThrow().id(), "account:admin");
        start(null, file);

        assertThat(tokens.ofText(text)).isEmpty();
        assertThat(output.getAll()).contains("imprimatur.admin.api-token").doesNotContain(text);
    }

    @Test
    void aFileOfSomethingElseStopsTheStart() throws IOException {
        Path file = directory.resolve("token");
        Files.writeString(file, "precious");

        assertThatThrownBy(() -> start(null, file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("imprimatur.admin.token-file")
                .hasMessageNotContaining("precious");
        assertThat(Files.readString(file)).isEqualTo("precious");
        assertThat(tokens.page(0, 10)).isEmpty();
    }

    @Test
    void aPlaceThatCannotBeWrittenStopsTheStart() {
        assertThatThrownBy(() -> start(null, directory.resolve("no/such/place")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("imprimatur.admin.token-file");
    }

    @Test
    void aConfiguredTokenIsAddedOnceAndJoinsTheOthers(CapturedOutput output) {
        String first = newText();
        String second = newText();
        Path file = directory.resolve("token");
        start(first, file);
        start(first, file);
        start(second, file);

        assertThat(tokens.ofText(first)).isPresent();
        assertThat(tokens.ofText(second)).isPresent();
        assertThat(tokens.page(0, 10)).hasSize(2);
        assertThat(events()).hasSize(2).containsOnly(EventType.API_TOKEN_CREATED);
        assertThat(file).doesNotExist();
        assertThat(output.getAll()).doesNotContain(first).doesNotContain(second);
    }

    @Test
    void manyInstancesMayStartAtOnce() throws InterruptedException {
        Path file = directory.resolve("token");
        String text = newText();
        Callable<Void> makes = instance(null, file);
        Callable<Void> configured = instance(text, file);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Void>> starts =
                    threads.invokeAll(
                            IntStream.range(0, 16)
                                    .mapToObj(i -> i % 2 == 0 ? makes : configured)
                                    .toList());
            assertThat(starts).allSatisfy(start -> assertThat(start.get()).isNull());
        }
        // One that was configured, and one that was made where nothing was there yet.
        assertThat(tokens.page(0, 10)).hasSizeBetween(1, 2);
        assertThat(tokens.ofText(text)).isPresent();
    }

    @Test
    void aConfiguredTokenOfAnotherFormIsOneSentence() {
        assertThatThrownBy(() -> new AdminProperties("change-me", null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("imprimatur.admin.api-token")
                .hasMessageNotContaining("change-me");
    }

    @Test
    void theConfigurationHidesItsToken() {
        String text = newText();

        assertThat(new AdminProperties(text, null).toString()).doesNotContain(text);
    }

    private Callable<Void> instance(@Nullable String configured, Path file) {
        return () -> {
            start(configured, file);
            return null;
        };
    }

    private void start(@Nullable String configured, Path file) {
        new FirstApiToken(
                        new AdminProperties(configured, file),
                        tokens,
                        rooms.getBean(EventLog.class),
                        jdbc,
                        rooms.getBean(TransactionTemplate.class))
                .run(new DefaultApplicationArguments());
    }

    private List<EventType> events() {
        return rooms
                .getBean(EventLog.class)
                .page(new EventLog.Filter(null, null, null), Long.MAX_VALUE, 10)
                .stream()
                .map(recorded -> recorded.event().type())
                .toList();
    }

    private static String newText() {
        return ApiTokens.FORMAT.generate("").reveal();
    }
}
