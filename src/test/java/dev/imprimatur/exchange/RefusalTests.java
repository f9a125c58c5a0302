package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static dev.imprimatur.Publishing.description;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * What the CI log says when a proven identity is refused: the nearest miss, and no more than that.
 */
@ServiceTest
class RefusalTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    void theWrongWorkflowIsNamedWithTheRightOne() {
        publishing.publisher();
        String other = publishing.owner() + "/repo/.github/workflows/publish.yml@refs/tags/v1.0";

        HttpResponse<String> response =
                publishing.mint(
                        publishing
                                .job()
                                .claim("workflow_ref", other)
                                .claim("job_workflow_ref", other));

        assertThat(code(response)).isEqualTo("invalid-publisher");
        assertThat(description(response))
                .contains("workflow", "\"release.yml\"", "\"publish.yml\"", publishing.project());
    }

    @Test
    void theNearestOfSeveralPublishersIsExplained() {
        publishing.publisher(
                publishing.project(), Map.of("workflow", "other.yml", "environment", "staging"));
        publishing.publisher(publishing.project(), Map.of("environment", "production"));

        HttpResponse<String> response = publishing.mint(publishing.job());

        assertThat(description(response)).contains("\"production\"", "\"release\"");
        assertThat(description(response)).doesNotContain("staging", "other.yml");
    }

    @Test
    void anotherRepositoryIsToldNothingOfTheProject() {
        publishing.publisher();
        Publishing stranger = new Publishing(port);

        HttpResponse<String> response = stranger.mint(stranger.job());

        assertThat(code(response)).isEqualTo("invalid-publisher");
        assertThat(response.body()).doesNotContain(publishing.project(), publishing.owner());
    }

    @Test
    @DisplayName("Hazard 20: a name that changed hands")
    void whoeverTookOverTheNameIsRefusedAndToldOnlyThat() {
        publishing.publisher(publishing.project(), Map.of("environment", "release"));
        publishing.uploadToken();

        HttpResponse<String> response =
                publishing.mint(
                        publishing
                                .job()
                                .claim("repository_owner_id", "666")
                                .claim("workflow_ref", "x"));

        assertThat(code(response)).isEqualTo("invalid-publisher");
        assertThat(description(response))
                .contains("This name now belongs to another account or repository")
                .doesNotContain("release.yml", publishing.project());
        List<JsonNode> events = publishing.events();
        assertThat(events.getFirst().path("type").asString()).isEqualTo("pin-mismatch");
        assertThat(events.getFirst().at("/detail/pins_seen/repository_owner_id").asString())
                .isEqualTo("666");
        assertThat(events.get(1).path("detail").path("field").asString())
                .contains("repository_owner_id");
    }

    @Test
    void aRenamedRepositoryIsToldToRegisterItsNewName() {
        publishing.publisher();
        publishing.uploadToken();
        String renamed = publishing.owner() + "/renamed";
        String workflow = renamed + "/.github/workflows/release.yml@refs/tags/v1.0";

        HttpResponse<String> response =
                publishing.mint(
                        publishing
                                .job()
                                .claim("repository", renamed)
                                .claim("workflow_ref", workflow)
                                .claim("job_workflow_ref", workflow));

        assertThat(code(response)).isEqualTo("invalid-publisher");
        assertThat(description(response)).contains("renamed or moved");
    }

    @Test
    void aPublisherThatWasNotUsedInTimeIsTooLate() {
        String id = publishing.publisher();
        jdbc.sql("UPDATE publisher SET pin_deadline = now() WHERE id = :id")
                .param("id", Long.parseLong(id))
                .update();

        HttpResponse<String> response = publishing.mint(publishing.job());

        assertThat(code(response)).isEqualTo("invalid-publisher");
        assertThat(description(response)).contains("not used in time");
    }

    @Test
    @DisplayName("Hazard 18: privileged triggers with fork input")
    void aPrivilegedTriggerIsRefusedUnlessThePublisherAllowsIt() {
        publishing.publisher();

        HttpResponse<String> response =
                publishing.mint(publishing.job().claim("event_name", "pull_request_target"));

        assertThat(code(response)).isEqualTo("invalid-publisher");
        assertThat(description(response)).contains("pull_request_target");
        publishing.publisher(publishing.project("b"), Map.of("allowed_events", "workflow_run"));
        assertThat(
                        publishing
                                .mint(publishing.job().claim("event_name", "workflow_run"))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anUnnamedReusableWorkflowIsRefusedAndANamedOneIsNot() {
        publishing.publisher();
        String called = "octo-org/automation/.github/workflows/publish.yml";
        String ref = called + "@refs/heads/main";

        HttpResponse<String> response =
                publishing.mint(publishing.job().claim("job_workflow_ref", ref));
        publishing.publisher(publishing.project("b"), Map.of("reusable_workflow", called));

        assertThat(description(response))
                .contains(
                        "Reusable workflow",
                        "Enter \"" + called + "\" as Reusable workflow of the publisher");
        assertThat(publishing.mint(publishing.job().claim("job_workflow_ref", ref)).statusCode())
                .isEqualTo(200);
        assertThat(
                        publishing
                                .mint(
                                        publishing
                                                .job()
                                                .claim(
                                                        "job_workflow_ref",
                                                        "attacker/automation/.github/workflows/publish.yml@refs/heads/main"))
                                .statusCode())
                .isEqualTo(422);
    }

    @Test
    void aLineBreakInAClaimCannotBeginACommandOfTheCiSystem() {
        publishing.publisher();

        HttpResponse<String> response =
                publishing.mint(
                        publishing
                                .job()
                                .claim("event_name", "x\n::set-output name=a::b\u202e")
                                .claim("job_workflow_ref", "x\n::add-mask::y"));

        assertThat(code(response)).isEqualTo("invalid-publisher");
        assertThat(description(response)).matches("[ -~]+").contains("?::add-mask::y");
    }

    @Test
    void everyRefusalAfterAProvenIdentityIsAnEvent() {
        publishing.publisher();
        publishing.mint(publishing.job().claim("job_workflow_ref", "elsewhere"));

        JsonNode event = publishing.events().getFirst();

        assertThat(event.path("type").asString()).isEqualTo("exchange-refused");
        assertThat(event.path("detail").path("code").asString()).isEqualTo("invalid-publisher");
        assertThat(event.path("detail").path("field").asString()).isEqualTo("reusable_workflow");
        assertThat(event.path("detail").path("claims").path("repository").asString())
                .isEqualTo(publishing.owner() + "/repo");
        assertThat(event.path("detail").path("claims").has("sub")).isFalse();
    }

    @Test
    void theSameTokenSentAgainAndAgainFillsNoLog() {
        publishing.publisher();
        TestToken refused = publishing.job().claim("event_name", "workflow_run");
        for (int i = 0; i < 5; i++) {
            publishing.mint(refused);
        }
        publishing.mint(publishing.job().claim("event_name", "workflow_run"));

        assertThat(publishing.events())
                .filteredOn(event -> event.path("type").asString().equals("exchange-refused"))
                .hasSize(2);
    }
}
