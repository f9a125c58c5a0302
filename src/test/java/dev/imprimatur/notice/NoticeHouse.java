package dev.imprimatur.notice;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.imprimatur.audit.AuditRoom;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventFacts;
import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.database.TestDatabase;
import dev.imprimatur.issuer.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The room on a real PostgreSQL, in a schema of its own: the service that other tests run would
 * take our events away.
 */
final class NoticeHouse {

    static final String SECRET = "whsec_dGhlIHNlY3JldCBvZiBhbGwgdGhlc2UgdGVzdHMh";

    static final String OPERATOR = "operators@publish.test";

    private static final String SCHEMA = "notice_tests";

    /** A pool: a connection for each statement costs more than most statements. */
    private static final HikariDataSource DATA_SOURCE = migrated();

    private static final Duration BUDGET = Duration.ofSeconds(2);

    final TestClock clock = new TestClock();
    final JdbcClient jdbc = JdbcClient.create(DATA_SOURCE);
    final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(DATA_SOURCE));
    final JsonMapper json = JsonMapper.shared();
    final EventLog events = AuditRoom.eventLog(jdbc, json, clock);
    private final EventReader written = AuditRoom.eventReader(jdbc, json);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Wording wording = new Wording("https://publish.test");

    NoticeHouse() {
        jdbc.sql(
                        "TRUNCATE event, event_to_tell, delivery, last_told, told_once, project, account CASCADE")
                .update();
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
        return start(new NotificationsProperties(webhooks, null), null);
    }

    /** With mail to the owners and to one operator. */
    Instance start(MailServer server) {
        return start(
                new NotificationsProperties(
                        null,
                        new NotificationsProperties.Mail(
                                "imprimatur@publish.test", List.of(OPERATOR), null)),
                server);
    }

    Instance start(NotificationsProperties properties, @Nullable MailServer server) {
        NoticeTargets targets =
                NoticeTargets.of(properties, server != null, List.of("pypi", "other")::contains);
        Deliveries deliveries = deliveries();
        List<Channel> channels = new ArrayList<>(channels(targets));
        if (server != null && targets.mail() != null) {
            MailText text = new MailText(wording, "https://publish.test");
            channels.add(new MailChannel(targets.mail(), server.sender(), text, clock));
        }
        return new Instance(
                new Dispatcher(
                        jdbc,
                        transaction,
                        written,
                        new FirstOnly(jdbc),
                        new Routes(targets, new Recipients(jdbc)),
                        deliveries),
                new Sender(channels, deliveries, new NoticeMeters(meters), clock));
    }

    /** What was recorded, the newest first. */
    List<RecordedEvent> newestEvents() {
        return written.newestFirst(EventFilter.ALL, Long.MAX_VALUE, 100);
    }

    Deliveries deliveries() {
        return new Deliveries(jdbc, written, clock);
    }

    List<Channel> channels(NoticeTargets targets) {
        NoticeBody body = new NoticeBody(json, wording);
        return WebhookChannel.all(targets.webhooks(), body, clock, BUDGET);
    }

    /** A person with this mail address who owns these projects in {@code pypi}. */
    long owner(@Nullable String email, String... projects) {
        long account =
                jdbc.sql(
                                """
                                INSERT INTO account (issuer, subject, name, email, created_at, last_seen_at)
                                SELECT 'i', n, n, CAST(:email AS text), now(), now()
                                  FROM (SELECT gen_random_uuid()::text AS n) made
                                RETURNING id
                                """)
                        .param("email", email)
                        .query(Long.class)
                        .single();
        for (String project : projects) {
            jdbc.sql(
                            """
                            WITH made AS (
                                INSERT INTO project (index_id, name, normalized_name, created_at)
                                VALUES ('pypi', :name, :name, now())
                                ON CONFLICT (index_id, normalized_name)
                                    WHERE pending_until IS NULL DO UPDATE SET name = :name
                                RETURNING id
                            )
                            INSERT INTO member (project_id, account_id, role, added_at, added_by)
                            SELECT id, :account, 'owner', now(), 'account:test' FROM made
                            """)
                    .param("name", project)
                    .param("account", account)
                    .update();
        }
        return account;
    }

    /** How many deliveries are in this state. */
    long count(String state) {
        return jdbc.sql("SELECT count(*) FROM delivery WHERE state = :state")
                .param("state", state)
                .query(Long.class)
                .single();
    }

    double metric(String target, String outcome) {
        var counter =
                meters.find("imprimatur.notices")
                        .tags("target", target, "outcome", outcome)
                        .counter();
        return counter == null ? 0 : counter.count();
    }

    /** Records an event of this type about the project {@code sample} in {@code pypi}. */
    void happens(EventType type) {
        events.record(event(type, "sample", Map.of()));
    }

    /** An event with these facts, and with whatever else its type always tells. */
    static Event event(EventType type, String project, Map<String, ?> facts) {
        return event(type, "account:alice", "pypi", List.of(project), facts);
    }

    static Event event(
            EventType type,
            String actor,
            @Nullable String index,
            List<String> projects,
            Map<String, ?> facts) {
        return new Event(type, actor, index, projects, EventFacts.of(type, facts));
    }

    private static HikariDataSource migrated() {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(TestDatabase.jdbcUrl());
        pool.setUsername(TestDatabase.username());
        pool.setPassword(TestDatabase.password());
        pool.addDataSourceProperty("currentSchema", SCHEMA);
        HikariDataSource dataSource = new HikariDataSource(pool);
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(SCHEMA)
                .createSchemas(true)
                .load()
                .migrate();
        return dataSource;
    }
}
