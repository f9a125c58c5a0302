package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.database.TestDatabase;
import dev.imprimatur.issuer.TestToken;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * No statement of the hot path reads a table from one end to the other, however large it is.
 *
 * <p>The statements are those that the service sends, asked for their plans in a schema with enough
 * rows that PostgreSQL has a choice: the plan that a prepared statement ends up with, for whatever
 * is bound.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotStatementPlansTests {

    private static final String SCHEMA = "plans";

    /**
     * A row for each provider, or for each thing that an administrator switched off: they never
     * grow.
     */
    private static final Set<String> SMALL = Set.of("issuer_keys", "kill_switch");

    /** The tables that exchanges and decisions fill, and that are emptied all the time. */
    private static final List<String> BEHIND =
            List.of(
                    "DELETE FROM upload_token",
                    "DELETE FROM replay_record",
                    "DELETE FROM told_once",
                    "DELETE FROM event_to_tell");

    private static final Pattern SCANNED = Pattern.compile("Seq Scan on (\\w+)");

    private static final String ROWS =
            """
            INSERT INTO account (issuer, subject, name, created_at, last_seen_at)
            SELECT 'https://idp.test', 'sub-' || n, 'person-' || n, now(), now()
              FROM generate_series(1, 3000) n;
            INSERT INTO project (index_id, name, normalized_name, created_at)
            SELECT 'pypi', 'Sample-' || n, 'sample-' || n, now() FROM generate_series(1, 5000) n;
            INSERT INTO member (project_id, account_id, role, added_at, added_by)
            SELECT n, n, 'owner', now(), 'rows' FROM generate_series(1, 3000) n;
            INSERT INTO publisher (project_id, index_id, provider, lookup_key, fields, fields_hash,
                                   created_at, created_by)
            SELECT n, 'pypi', 'test-ci', 'owner-' || n, '{"owner": "a"}', sha256(int8send(n)),
                   now(), 'rows'
              FROM generate_series(1, 5000) n;
            INSERT INTO api_token (hash, name, created_at, account_id, scope)
            SELECT sha256(int8send(n)), 'token', now(), n, 'read' FROM generate_series(1, 3000) n;
            INSERT INTO upload_token (hash, index_id, provider, publisher_ids, grant_ids, single_use,
                                      issuer, claims, issued_at, expires_at)
            SELECT sha256(int8send(n)), 'pypi', 'test-ci', ARRAY[n], ARRAY[n], false, 'issuer', '{}',
                   now(), now() + n * interval '1 minute'
              FROM generate_series(1, 20000) n;
            INSERT INTO replay_record (key, expires_at)
            SELECT sha256(int8send(n)), now() + n * interval '1 minute'
              FROM generate_series(1, 40000) n;
            INSERT INTO told_once (key, expires_at) SELECT key, expires_at FROM replay_record;
            INSERT INTO event (at, type, actor, index_id, projects, detail)
            SELECT now() + n * interval '1 minute', 'token-minted', 'workload:test-ci', 'pypi',
                   ARRAY['sample-' || n], '{}'
              FROM generate_series(1, 5000) n;
            INSERT INTO upload (index_id, project, normalized_name, upload_token_id, provider,
                                publisher_id, publisher, claims, issuer, authorized_at)
            SELECT 'pypi', 'Sample-' || n, 'sample-' || n, n, 'test-ci', n, '{}', '{}', 'issuer',
                   now() + n * interval '1 minute'
              FROM generate_series(1, 5000) n;
            INSERT INTO event_to_tell (event_id) SELECT n FROM generate_series(1, 5000) n;
            INSERT INTO browser_session
            SELECT lpad(n::text, 36, '0'), lpad(n::text, 36, '0'), n, n, 1, n, 'person-' || n
              FROM generate_series(1, 3000) n;
            INSERT INTO browser_session_attributes
            SELECT lpad(n::text, 36, '0'), 'name', ''::bytea FROM generate_series(1, 3000) n;
            ANALYZE
            """;

    @LocalServerPort private int port;
    private Connection connection;
    private Publishing publishing;

    @BeforeAll
    void manyRows() throws SQLException {
        Flyway.configure()
                .dataSource(
                        TestDatabase.jdbcUrl(), TestDatabase.username(), TestDatabase.password())
                .schemas(SCHEMA)
                .createSchemas(true)
                .load()
                .migrate();
        Properties properties = new Properties();
        properties.setProperty("user", TestDatabase.username());
        properties.setProperty("password", TestDatabase.password());
        // The other protocol insists on values for the placeholders.
        properties.setProperty("preferQueryMode", "simple");
        connection = DriverManager.getConnection(TestDatabase.jdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + SCHEMA);
            statement.execute(ROWS);
        }
        publishing = new Publishing(port);
        publishing.publisher();
        publishing.uploadToken();
    }

    @AfterAll
    void nothingIsLeftBehind() throws SQLException {
        try (Connection ended = connection;
                Statement statement = ended.createStatement()) {
            statement.execute("DROP SCHEMA %s CASCADE".formatted(SCHEMA));
        }
    }

    @Test
    void anExchangeReadsByIndexesAlone() throws SQLException {
        TestToken job = publishing.job();
        TestToken again = publishing.job();
        List<String> sent = StatementLog.during(() -> publishing.uploadToken(job));
        sent.addAll(StatementLog.during(() -> publishing.mint(job)));
        sent.addAll(
                StatementLog.during(
                        () -> publishing.mint(again.claim("repository", "someone/else"))));

        assertThat(sent).anyMatch(sql -> sql.contains("INTO upload_token"));
        assertNoneScans(sent);
    }

    @Test
    void anUploadDecisionReadsByIndexesAlone() throws SQLException {
        String token = publishing.uploadToken();
        String single = publishing.singleUseToken();
        List<String> sent = StatementLog.during(() -> publishing.upload(token));
        sent.addAll(StatementLog.during(() -> publishing.upload(single)));
        sent.addAll(StatementLog.during(() -> publishing.upload(single)));

        assertThat(sent).anyMatch(sql -> sql.contains("UPDATE upload_token"));
        assertNoneScans(sent);
    }

    @Test
    void introspectionAndRevocationReadByIndexesAlone() throws SQLException {
        String token = publishing.uploadToken();
        List<String> sent = StatementLog.during(() -> publishing.introspect(token));
        sent.addAll(
                StatementLog.during(() -> publishing.form("/_/oauth2/revoke", "token=" + token)));

        assertThat(sent).anyMatch(sql -> sql.contains("revoked_at ="));
        assertNoneScans(sent);
    }

    @Test
    void aCallWithAnApiTokenReadsByIndexesAlone() throws SQLException {
        String path = "/_/api/v1/indexes/pypi/projects/" + publishing.project("") + "/publishers";
        List<String> sent =
                StatementLog.during(() -> publishing.client().asAdmin().get(path + "?limit=20"));

        assertThat(sent).anyMatch(sql -> sql.contains("api_token"));
        assertNoneScans(sent);
    }

    @Test
    void whatCleansUpBehindThemAndTellsOfThemReadsByIndexesAlone() throws SQLException {
        List<String> sent =
                StatementLog.inTheBackground().stream()
                        .filter(sql -> sql.startsWith("DELETE FROM"))
                        .filter(sql -> BEHIND.stream().anyMatch(sql::contains))
                        .toList();

        assertThat(sent).hasSameSizeAs(BEHIND);
        assertNoneScans(sent);
    }

    @Test
    void aScanIsFoundWhereThereIsOne() throws SQLException {
        assertThat(scanned("SELECT count(*) FROM event WHERE detail = CAST(? AS jsonb)"))
                .containsExactly("event");
        assertThat(scanned("DELETE FROM replay_record WHERE length(key) = ?"))
                .containsExactly("replay_record");
        assertThat(scanned("SELECT id FROM event WHERE id = ?")).isEmpty();
    }

    private void assertNoneScans(List<String> statements) throws SQLException {
        Map<String, List<String>> scans = new LinkedHashMap<>();
        for (String sql : statements) {
            if (!sql.equals("commit") && !sql.equals("rollback")) {
                List<String> tables = new ArrayList<>(scanned(sql));
                tables.removeAll(SMALL);
                if (!tables.isEmpty()) {
                    scans.put(sql, tables);
                }
            }
        }
        assertThat(scans).isEmpty();
    }

    /** The tables that the statement reads as a whole. */
    private List<String> scanned(String sql) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet plan =
                        statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + numbered(sql))) {
            while (plan.next()) {
                SCANNED.matcher(plan.getString(1))
                        .results()
                        .map(result -> result.group(1))
                        .forEach(tables::add);
            }
        }
        return tables;
    }

    /** With PostgreSQL's own placeholders, of which the driver's are not ones to it. */
    private static String numbered(String sql) {
        int[] number = {0};
        return Pattern.compile("\\?")
                .matcher(sql)
                .replaceAll((MatchResult placeholder) -> "\\$" + ++number[0]);
    }
}
