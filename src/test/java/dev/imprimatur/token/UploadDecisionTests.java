package dev.imprimatur.token;

import static dev.imprimatur.Publishing.code;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.database.TestDatabase;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.secret.SecretFormat;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What an index is told about a file that came with an upload token. */
@ServiceTest
class UploadDecisionTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    void anUploadIsAuthorizedWithItsProvenance() {
        publishing.publisher();
        TestToken job = publishing.job();

        HttpResponse<String> response = publishing.upload(publishing.uploadToken(job));

        JsonNode upload = ServiceClient.json(response);
        JsonNode provenance = upload.path("provenance");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(upload.path("id").asString()).matches("[0-9]+");
        assertThat(upload.path("project").asString()).isEqualTo(publishing.project());
        assertThat(upload.path("version").asString()).isEqualTo("1.0");
        assertThat(upload.path("filename").asString()).isEqualTo("sample-1.0.tar.gz");
        assertThat(upload.path("sha256").asString()).isEqualTo("ab".repeat(32));
        assertThat(upload.path("authorized_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.+Z");
        assertThat(provenance.path("provider").asString()).isEqualTo("test-ci");
        assertThat(provenance.path("publisher").path("workflow").asString())
                .isEqualTo("release.yml");
        assertThat(provenance.path("claims").path("repository").asString())
                .isEqualTo(publishing.owner() + "/repo");
        assertThat(provenance.path("claims").path("ref").asString()).isEqualTo("refs/tags/v1.0");
        assertThat(provenance.path("claims").path("sha").asString()).matches("[0-9a-f]{40}");
        assertThat(provenance.path("claims").path("run_id").asString()).isEqualTo("11234");
        assertThat(provenance.path("claims").has("sub")).isFalse();
        assertThat(provenance.path("source_url").asString())
                .startsWith("https://github.com/" + publishing.owner() + "/repo/tree/");
        assertThat(provenance.path("run_url").asString())
                .endsWith("/actions/runs/11234/attempts/2");
        assertThat(provenance.path("identity_token").path("jti").asString())
                .isEqualTo(job.claim("jti"));
    }

    @Test
    void theLedgerKeepsWhatWasAuthorized() {
        publishing.publisher();
        String token = publishing.uploadToken();
        publishing.upload(token, publishing.project(), "1.0");
        String answered =
                ServiceClient.json(publishing.upload(token, publishing.project(), "1.1"))
                        .path("authorized_at")
                        .asString();

        HttpResponse<String> response =
                publishing
                        .client()
                        .asIndex("pypi", Publishing.INDEX_SECRET)
                        .get("/_/api/v1/indexes/pypi/uploads?project=" + publishing.normalized());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(ServiceClient.json(response).path("items").valueStream())
                .extracting(upload -> upload.path("version").asString())
                .containsExactly("1.1", "1.0");
        assertThat(ServiceClient.json(response).at("/items/0/authorized_at").asString())
                .isEqualTo(answered);
    }

    @Test
    void theProjectIsComparedByTheRulesOfItsEcosystem() {
        publishing.publisher();

        HttpResponse<String> response =
                publishing.upload(
                        publishing.uploadToken(), publishing.normalized().toUpperCase(ROOT), "1.0");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(ServiceClient.json(response).path("project").asString())
                .isEqualTo(publishing.project());
    }

    @Test
    void aTokenThatWasNeverMintedIsUnknown() {
        String madeUp = new SecretFormat("imp_").generate("pypi-").reveal();

        assertThat(code(publishing.upload(madeUp))).isEqualTo("unknown-token");
    }

    @Test
    void anExpiredTokenIsRefused() {
        publishing.publisher();
        String token = publishing.uploadToken();
        change(token, "expires_at = now()");

        assertThat(code(publishing.upload(token))).isEqualTo("expired-token");
    }

    @Test
    void anotherProjectIsRefused() {
        publishing.publisher();

        HttpResponse<String> response =
                publishing.upload(publishing.uploadToken(), publishing.project("x"), "1.0");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(code(response)).isEqualTo("wrong-project");
    }

    @Test
    void aTokenDiesWithItsPublisher() {
        String id = publishing.publisher();
        String token = publishing.uploadToken();
        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);

        publishing.removePublisher(publishing.project(), id);

        assertThat(code(publishing.upload(token))).isEqualTo("publisher-removed");
        assertThat(publishing.introspect(token)).isEqualTo(INACTIVE);
    }

    @Test
    void aPublisherThatIsAddedAgainDoesNotReviveTheToken() {
        String id = publishing.publisher();
        String token = publishing.uploadToken();
        publishing.removePublisher(publishing.project(), id);
        publishing.publisher();

        assertThat(code(publishing.upload(token))).isEqualTo("publisher-removed");
    }

    @Test
    void aBlockedProjectTakesNoUploads() {
        publishing.publisher();
        String token = publishing.uploadToken();
        publishing
                .client()
                .asAdmin()
                .put(
                        "/_/api/v1/indexes/pypi/projects/" + publishing.project(),
                        "{\"blocked_reason\": \"Compromised, see the announcement\"}");

        HttpResponse<String> response = publishing.upload(token);

        assertThat(code(response)).isEqualTo("project-blocked");
        assertThat(response.body()).contains("Compromised");
    }

    @Test
    void aTagThatIsBoundToTheVersionAuthorizesThatVersionOnly() {
        publishing.publisher(publishing.project(), Map.of("ref", "refs/tags/v{version}"));
        String token = publishing.uploadToken();

        assertThat(publishing.upload(token, publishing.project(), "1.0").statusCode())
                .isEqualTo(201);
        assertThat(code(publishing.upload(token, publishing.project(), "1.0.1")))
                .isEqualTo("version-mismatch");
        assertThat(code(publishing.upload(token, publishing.project(), "*")))
                .isEqualTo("version-mismatch");
        assertThat(code(publishing.upload(token, publishing.project(), null)))
                .isEqualTo("version-mismatch");
    }

    @Test
    void aSingleUseTokenAuthorizesOneUpload() {
        publishing.publisher();
        String token = publishing.singleUseToken();

        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
        assertThat(code(publishing.upload(token))).isEqualTo("consumed-token");
    }

    @Test
    void aRefusedUploadDoesNotConsumeASingleUseToken() {
        publishing.publisher();
        String token = publishing.singleUseToken();

        publishing.upload(token, publishing.project("x"), "1.0");

        assertThat(publishing.upload(token).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "false, project-blocked",
        "true, project-blocked",
        "false, revoked-token",
        "true, revoked-token"
    })
    void whatIsTakenAwayBetweenTheTwoStatementsGivesNothing(boolean singleUse, String cause)
            throws SQLException {
        publishing.publisher();
        String token = singleUse ? publishing.singleUseToken() : publishing.uploadToken();
        List<String> answers;
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            // Only the second statement writes, so it waits here, and the first does not.
            statement.execute("LOCK TABLE upload IN ACCESS EXCLUSIVE MODE");
            answers =
                    Together.run(
                            List.<Callable<String>>of(
                                    () -> code(publishing.upload(token)),
                                    () -> {
                                        await().until(this::aDecisionWaits);
                                        int rows = takeAway(token, cause);
                                        other.rollback();
                                        return rows + " row";
                                    }));
        }

        assertThat(answers).containsExactly(cause, "1 row");
    }

    @Test
    void ofManyUploadsAtOnceASingleUseTokenAuthorizesExactlyOne() {
        publishing.publisher();
        String token = publishing.singleUseToken();

        List<HttpResponse<String>> responses = Together.run(64, () -> publishing.upload(token));

        assertThat(responses).filteredOn(r -> r.statusCode() == 201).hasSize(1);
        assertThat(responses)
                .filteredOn(r -> r.statusCode() != 201)
                .allSatisfy(r -> assertThat(code(r)).isEqualTo("consumed-token"));
    }

    @Test
    void aThousandUnknownMembersAreOneMistake() {
        Map<String, Object> body = new HashMap<>(Map.of("token", "x", "project", "x"));
        for (int i = 0; i < 1000; i++) {
            body.put("member" + i, "");
        }

        assertThat(ServiceClient.json(publishing.ask(body)).path("errors").size()).isEqualTo(1);
    }

    private static final JsonNode INACTIVE =
            tools.jackson.databind.json.JsonMapper.shared().readTree("{\"active\":false}");

    private int takeAway(String token, String cause) {
        return cause.equals("revoked-token")
                ? jdbc.sql(
                                """
                                UPDATE upload_token t SET taken_from = ARRAY[j.id] FROM project j
                                 WHERE j.normalized_name = :name AND t.hash = :hash
                                """)
                        .param("name", publishing.normalized())
                        .param("hash", UploadTokens.read(token).orElseThrow().hash())
                        .update()
                : jdbc.sql("UPDATE project SET blocked_reason = 'x' WHERE normalized_name = :name")
                        .param("name", publishing.normalized())
                        .update();
    }

    private boolean aDecisionWaits() {
        return jdbc.sql(
                                """
                                SELECT count(*) FROM pg_stat_activity
                                 WHERE wait_event_type = 'Lock' AND query LIKE 'WITH wanted%usable%'
                                """)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                TestDatabase.jdbcUrl(), TestDatabase.username(), TestDatabase.password());
    }

    private void change(String token, String assignment) {
        int rows =
                jdbc.sql("UPDATE upload_token SET " + assignment + " WHERE hash = :hash")
                        .param("hash", UploadTokens.read(token).orElseThrow().hash())
                        .update();
        assertThat(rows).isEqualTo(1);
    }
}
