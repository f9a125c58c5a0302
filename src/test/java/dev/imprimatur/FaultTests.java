package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.database.TestDatabase;
import dev.imprimatur.exchange.WayIn;
import dev.imprimatur.issuer.TestToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The database fails under the running service. Whatever happens: 503 with {@code Retry-After}, the
 * identity token usable, and all well again by itself.
 */
@ServiceTest
class FaultTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private MeterRegistry meters;
    private Publishing publishing;
    private String database;

    @BeforeEach
    void aRepositoryThatPublishedBefore() {
        publishing = new Publishing(port);
        publishing.publisher();
        publishing.uploadToken();
        database = jdbc.sql("SELECT current_database()").query(String.class).single();
    }

    @AfterEach
    void allIsWellAgain() throws SQLException {
        administer("ALTER DATABASE \"" + database + "\" ALLOW_CONNECTIONS true");
        administer("ALTER DATABASE \"" + database + "\" RESET default_transaction_read_only");
        killConnections();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> publishing.mint(publishing.job()).statusCode() == 200);
    }

    @Test
    @DisplayName("Hazard 30: revocation errors swallowed")
    void whileTheDatabaseIsDownTheAnswerIs503AndNothingIsUsedUp() throws SQLException {
        TestToken job = publishing.job();
        String token = publishing.uploadToken();
        List<WayIn> ways = List.of(WayIn.values());
        List<String> tokens = new ArrayList<>();
        for (WayIn way : ways) {
            way.trust(publishing);
            tokens.add(publishing.job().claim("aud", way.audience).text());
        }
        administer("ALTER DATABASE \"" + database + "\" ALLOW_CONNECTIONS false");
        killConnections();

        // Each waits for a connection in vain, so all do it at once.
        List<Callable<HttpResponse<String>>> requests =
                new ArrayList<>(
                        List.of(
                                () -> publishing.mint(job),
                                () -> publishing.upload(token),
                                () -> publishing.form("/_/oauth2/revoke", "token=" + token),
                                () ->
                                        TestReporter.report(
                                                publishing.client(),
                                                "[{\"token\": \"" + token + "\"}]"),
                                () -> publishing.form("/_/oauth2/introspect", "token=" + token)));
        for (int i = 0; i < ways.size(); i++) {
            WayIn way = ways.get(i);
            String presented = tokens.get(i);
            requests.add(() -> way.exchange(publishing, presented));
        }
        List<HttpResponse<String>> answers = Together.run(requests);
        assertThat(answers.subList(0, 5)).allSatisfy(FaultTests::assertUnavailable);
        // Every client reads that it may come again.
        for (int i = 0; i < ways.size(); i++) {
            ways.get(i).assertRefused(answers.get(5 + i), "unavailable");
        }
        assertThat(publishing.client().get("/actuator/health/readiness").statusCode())
                .isEqualTo(503);
        assertThat(publishing.client().get("/actuator/health/liveness").statusCode())
                .isEqualTo(200);

        administer("ALTER DATABASE \"" + database + "\" ALLOW_CONNECTIONS true");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> publishing.mint(publishing.job()).statusCode() == 200);
        assertThat(publishing.mint(job).statusCode()).isEqualTo(200);
        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
        for (int i = 0; i < ways.size(); i++) {
            assertThat(ways.get(i).token(ways.get(i).exchange(publishing, tokens.get(i))))
                    .contains("imp_");
        }
    }

    @Test
    void whileTheDatabaseIsReadOnlyTheAnswerIs503AndNothingIsUsedUp() throws SQLException {
        TestToken job = publishing.job();
        administer("ALTER DATABASE \"" + database + "\" SET default_transaction_read_only = on");
        killConnections();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> publishing.client().get("/actuator/health").statusCode() == 200);

        long before = failedExchanges();
        assertUnavailable(publishing.mint(job));
        assertThat(failedExchanges()).isEqualTo(before + 1);

        administer("ALTER DATABASE \"" + database + "\" RESET default_transaction_read_only");
        killConnections();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> publishing.mint(job).statusCode() == 200);
    }

    @Test
    void whileARowIsLockedForLongTheAnswerIs503AndThePoolDoesNotFillUpForEver()
            throws SQLException {
        List<Callable<HttpResponse<String>>> exchanges = new ArrayList<>();
        List<TestToken> jobs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TestToken job = publishing.job();
            jobs.add(job);
            exchanges.add(() -> publishing.mint(job));
        }
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE replay_record IN ACCESS EXCLUSIVE MODE");

            assertThat(Together.run(exchanges)).allSatisfy(FaultTests::assertUnavailable);

            other.rollback();
        }

        assertThat(jobs)
                .allSatisfy(job -> assertThat(publishing.mint(job).statusCode()).isEqualTo(200));
    }

    @Test
    void aConnectionThatDiesInTheMiddleOfAStatementIsA503AndNothingIsUsedUp() throws SQLException {
        TestToken job = publishing.job();
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE replay_record IN ACCESS EXCLUSIVE MODE");

            List<Object> results =
                    Together.run(
                            List.<Callable<Object>>of(
                                    () -> publishing.mint(job),
                                    () -> {
                                        await().until(this::killedAWaitingStatement);
                                        return "";
                                    }));

            assertUnavailable((HttpResponse<?>) results.getFirst());
            other.rollback();
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> publishing.mint(job).statusCode() == 200);
    }

    private long failedExchanges() {
        Timer timer =
                meters.find("imprimatur.exchange")
                        .tags("provider", "test-ci", "outcome", "unavailable")
                        .timer();
        return timer == null ? 0 : timer.count();
    }

    private static void assertUnavailable(HttpResponse<?> response) {
        assertThat(response.statusCode()).as(String.valueOf(response.body())).isEqualTo(503);
        assertThat(response.headers().firstValueAsLong("Retry-After")).isPresent();
        if (response.body() instanceof String body && !body.isEmpty()) {
            assertThat(body).contains("\"unavailable\"");
        }
    }

    private boolean killedAWaitingStatement() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var killed =
                        statement.executeQuery(
                                """
                                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                 WHERE wait_event_type = 'Lock' AND query LIKE 'WITH wanted%'
                                """)) {
            return killed.next();
        }
    }

    private void killConnections() throws SQLException {
        administer(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE application_name = 'imprimatur' AND datname = '%s'
                """
                        .formatted(database));
    }

    /** From a database of its own, so that the service's may be closed. */
    private static void administer(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                TestDatabase.jdbcUrl()
                                        .replaceFirst("/[^/?]+(\\?|$)", "/template1$1"),
                                TestDatabase.username(),
                                TestDatabase.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                TestDatabase.jdbcUrl(), TestDatabase.username(), TestDatabase.password());
    }
}
