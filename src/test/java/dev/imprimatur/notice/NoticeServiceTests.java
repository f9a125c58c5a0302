package dev.imprimatur.notice;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.TestReporter;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.notice.Receiver.Received;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.mail.health.MailHealthIndicator;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What is done over HTTP is told, by the service as it runs. */
@ServiceTest
class NoticeServiceTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    @LocalServerPort private int port;
    @Autowired private ApplicationContext context;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        publishing.publisher();
    }

    @Test
    void aRevokedTokenIsTold() {
        String token = publishing.uploadToken();

        publishing.form("/_/oauth2/revoke", "token=" + token);
        publishing.form("/_/oauth2/revoke", "token=" + token);

        await().atMost(SOON).until(() -> told("token-revoked").size() == 1);
        assertThat(told("token-revoked").getFirst().body()).doesNotContain(token);
    }

    @Test
    void theFirstRefusalIsToldAndTheNextOnlyAfterAnExchangeWorked() {
        assertThat(code(publishing.mint(wrongWorkflow()))).isEqualTo("invalid-publisher");
        await().atMost(SOON).until(() -> told("exchange-refused").size() == 1);
        publishing.mint(wrongWorkflow());
        publishing.uploadToken();
        publishing.form("/_/oauth2/revoke", "token=" + publishing.uploadToken());
        await().atMost(SOON).until(() -> told("token-revoked").size() == 1);

        publishing.mint(wrongWorkflow());

        await().atMost(SOON).until(() -> told("exchange-refused").size() == 2);
    }

    @Test
    void tokensThatLeakedAreTold() {
        String name = "leaked-" + publishing.normalized();
        HttpResponse<String> made =
                publishing
                        .client()
                        .asAdmin()
                        .post("/_/api/v1/api-tokens", "{\"name\": \"%s\"}".formatted(name));
        String upload = publishing.uploadToken();
        String api = ServiceClient.json(made).path("token").asString();

        for (String token : List.of(upload, api)) {
            TestReporter.report(publishing.client(), "[{\"token\": \"%s\"}]".formatted(token));
        }

        await().atMost(SOON).until(() -> told("token-leaked").size() == 1);
        await().atMost(SOON)
                .until(
                        () ->
                                TestNotices.WEBHOOK.received().stream()
                                        .filter(each -> each.type().equals("api-token-leaked"))
                                        .anyMatch(each -> each.body().contains(name)));
        assertThat(TestNotices.WEBHOOK.received())
                .noneMatch(each -> each.body().contains(upload) || each.body().contains(api));
    }

    @Test
    void aRemovedProjectIsToldByMailToo() {
        publishing
                .client()
                .asAdmin()
                .delete("/_/api/v1/indexes/pypi/projects/" + publishing.project());

        String subject =
                "[Imprimatur] Project removed, and all of its trusted publishers with it: %s in pypi"
                        .formatted(publishing.normalized());
        await().atMost(SOON).until(() -> told("project-removed").size() == 1);
        await().atMost(SOON)
                .until(
                        () ->
                                TestNotices.MAIL.received().stream()
                                        .anyMatch(
                                                mail ->
                                                        mail.subject().equals(subject)
                                                                || mail.body()
                                                                        .contains(
                                                                                publishing
                                                                                        .normalized())));
    }

    @Test
    void aMailServersOutageIsNotOurs() {
        assertThat(context.getBeansOfType(MailHealthIndicator.class)).isEmpty();
    }

    private TestToken wrongWorkflow() {
        String workflow = publishing.owner() + "/repo/.github/workflows/other.yml@refs/tags/v1.0";
        return publishing.job().claim("workflow_ref", workflow).claim("job_workflow_ref", workflow);
    }

    /** The messages of this type about this test's own project. */
    private List<Received> told(String type) {
        return TestNotices.WEBHOOK.received().stream()
                .filter(received -> received.type().equals(type))
                .filter(
                        received ->
                                received.json()
                                        .path("projects")
                                        .valueStream()
                                        .anyMatch(
                                                project ->
                                                        project.asString()
                                                                .equals(publishing.normalized())))
                .toList();
    }
}
