package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** The hot path costs two round trips to PostgreSQL, for one project and for two hundred. */
@ServiceTest
class StatementCountTests {

    @LocalServerPort private int port;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        publishing.publisher();
    }

    @Test
    void anExchangeIsTwoStatementsAndNoTransactionAroundThem() {
        publishing.uploadToken();
        TestToken job = publishing.job();

        assertThat(StatementLog.during(() -> publishing.uploadToken(job)))
                .satisfiesExactly(
                        read -> assertThat(read).startsWith("SELECT").contains("lookup_key"),
                        mint ->
                                assertThat(mint)
                                        .startsWith("WITH wanted")
                                        .contains(
                                                "INTO replay_record",
                                                "INTO upload_token",
                                                "INTO event"));
    }

    @Test
    void anExchangeForTwoHundredProjectsIsTwoStatements() {
        ServiceClient admin = publishing.client().asAdmin();
        List<Map<String, Object>> publishers = new ArrayList<>();
        for (int i = 0; i < 199; i++) {
            String project = publishing.project("-" + i);
            admin.put("/_/api/v1/indexes/pypi/projects/" + project, "{}");
            publishers.add(
                    Map.of(
                            "project",
                            project,
                            "provider",
                            "test-ci",
                            "fields",
                            publishing.fields()));
        }
        HttpResponse<String> added =
                admin.post(
                        "/_/api/v1/indexes/pypi/publishers:batch",
                        JsonMapper.shared().writeValueAsString(Map.of("publishers", publishers)));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        publishing.uploadToken();
        TestToken job = publishing.job();

        List<String> sent = StatementLog.during(() -> publishing.uploadToken(job));

        assertThat(sent).hasSize(2);
        String token = publishing.uploadToken();
        assertThat(publishing.introspect(token).path("projects").size()).isEqualTo(200);
        assertThat(StatementLog.during(() -> publishing.upload(token))).hasSize(2);
    }

    @Test
    void anUploadDecisionIsTwoStatementsAndNoTransactionAroundThem() {
        String token = publishing.uploadToken();
        String single = publishing.singleUseToken();

        for (String each : List.of(token, single)) {
            assertThat(StatementLog.during(() -> publishing.upload(each)))
                    .satisfiesExactly(
                            read -> assertThat(read).startsWith("SELECT").contains("t.hash"),
                            authorize ->
                                    assertThat(authorize)
                                            .startsWith("WITH wanted")
                                            .contains("INTO upload", "INTO event"));
        }
    }

    @Test
    void aForgedTokenNeverReachesTheDatabase() {
        publishing.uploadToken();
        String good = publishing.job().text();
        String forged = publishing.job().text();
        String mixed =
                good.substring(0, good.lastIndexOf('.'))
                        + forged.substring(forged.lastIndexOf('.'));

        assertThat(StatementLog.during(() -> publishing.mint(mixed, Map.of()))).isEmpty();
    }

    @Test
    void anIdentityTokenThatComesAgainAndAgainIsLookedUpAndNoMore() {
        TestToken job = publishing.job();
        publishing.uploadToken(job);
        String first = publishing.mint(job).body();

        assertThat(
                        StatementLog.during(
                                () -> assertThat(publishing.mint(job).body()).isEqualTo(first)))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("SELECT")
                .contains("lookup_key");
    }
}
