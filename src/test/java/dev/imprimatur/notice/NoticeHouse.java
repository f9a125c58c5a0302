package dev.imprimatur.notice;

import dev.imprimatur.audit.AuditRoom;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.database.TestDatabase;
import dev.imprimatur.issuer.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The room on a real PostgreSQL, in a schema of its own: the service that other tests run would
 * take our events away.
 */
final class NoticeHouse {

    static final String SECRET = "whsec_dGhlIHNlY3JldCBvZiBhbGwgdGhlc2UgdGVzdHMh";

    private static final String SCHEMA = "notice_tests";
    private static final DriverManagerDataSource DATA_SOURCE = migrated();
    private static final Duration BUDGET = Duration.ofSeconds(2);

    final TestClock clock = new TestClock();
    final JdbcClient jdbc = JdbcClient.create(DATA_SOURCE);
    final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(DATA_SOURCE));
    final JsonMapper json = JsonMapper.shared();
    final EventLog events = AuditRoom.eventLog(jdbc, json, clock);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Wording wording = new Wording("https://publish.test");

    NoticeHouse() {
        jdbc.sql("TRUNCATE event, event_to_tell, delivery, last_told, told_once").update();
    }

    /** One running instance; several may share the database. */
    record Instance(Dispatcher dispatcher, Sender sender) implements AutoCloseable {

        void run() {
            dispatcher.run();
            sender.run();
        }

        @Override
        public void close() {
            sender.close();
        }
    }

    /** A webhook that is told everything. */
    static NotificationsProperties.Webhook webhook(String url) {
        return new NotificationsProperties.Webhook(url, List.of(SECRET), null, null);
    }

    Instance start(Map<String, NotificationsProperties.Webhook> webhooks) {
        return start(new NotificationsProperties(webhooks, null));
    }

    Instance start(NotificationsProperties properties) {
        NoticeTargets targets = NoticeTargets.of(properties, List.of("pypi", "other")::contains);
        Deliveries deliveries = new Deliveries(jdbc, events, clock);
        List<Channel> channels = new ArrayList<>();
        var http = WebhookChannel.client(BUDGET);
        for (WebhookTarget webhook : targets.webhooks()) {
            channels.add(
                    new WebhookChannel(
                            webhook, http, new NoticeBody(json, wording), clock, BUDGET));
        }
        return new Instance(
                new Dispatcher(
                        jdbc,
                        transaction,
                        events,
                        new FirstOnly(jdbc),
                        new Routes(targets.webhooks()),
                        deliveries),
                new Sender(channels, deliveries, new NoticeMeters(meters), clock));
    }

    /** Records an event of this type about the project {@code sample} in {@code pypi}. */
    void happens(EventType type) {
        events.record(event(type, "sample", Map.of("reason", "because")));
    }

    static Event event(EventType type, String project, Map<String, ?> detail) {
        return new Event(type, "account:alice", "pypi", List.of(project), detail);
    }

    private static DriverManagerDataSource migrated() {
        DriverManagerDataSource dataSource =
                new DriverManagerDataSource(
                        TestDatabase.jdbcUrl(), TestDatabase.username(), TestDatabase.password());
        Properties properties = new Properties();
        properties.setProperty("currentSchema", SCHEMA);
        dataSource.setConnectionProperties(properties);
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(SCHEMA)
                .createSchemas(true)
                .load()
                .migrate();
        return dataSource;
    }
}
