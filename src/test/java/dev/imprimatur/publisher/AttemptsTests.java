package dev.imprimatur.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.StatementLog;
import dev.imprimatur.account.Caller;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.Advice;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the people of a project find out about exchanges that were refused. */
@ServiceTest
class AttemptsTests {

    private static final Caller OPERATOR = Caller.operator("api-token:test");

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private Indexes indexes;
    @Autowired private Projects projects;
    @Autowired private Attempts attempts;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    void aRefusedExchangeIsExplainedByThePublishersAsTheyAreNow() {
        String publisher =
                publishing.publisher(publishing.project(), Map.of("environment", "production"));
        String shown =
                ServiceClient.json(publishing.mint(publishing.job())).path("attempt").asString();

        Attempt before = newest(10).getFirst();

        assertThat(before.id()).isEqualTo(shown);
        assertThat(before.at()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(before.code()).isEqualTo("invalid-publisher");
        assertThat(before.reason()).contains("\"production\"", "\"release\"");
        assertThat(before.field()).isEqualTo("environment");
        assertThat(before.provider()).isEqualTo("test-ci");
        assertThat(before.claims()).containsEntry("repository", publishing.owner() + "/repo");
        assertThat(before.isAboutPublishers()).isTrue();
        assertThat(before.wouldBeAccepted()).isFalse();
        assertThat(before.now().proven()).isTrue();
        assertThat(before.now().checks()).isEmpty();
        assertThat(cures(before))
                .containsExactly(
                        new Cure(
                                Long.parseLong(publisher),
                                "environment",
                                "release",
                                Cure.Kind.CHANGE));

        edit(cures(before).getFirst());

        Attempt after = attempts.find(index(), project(), OPERATOR, shown).orElseThrow();
        assertThat(after.event()).isEqualTo(before.event());
        assertThat(after.wouldBeAccepted()).isTrue();
        assertThat(cures(after)).isEmpty();
    }

    @Test
    void anIdentityTokenThatWasUsedUpIsNoMatterOfThePublishers() {
        publishing.publisher(publishing.project(), Map.of("environment", "release"));
        TestToken job = publishing.job();
        publishing.uploadToken(job);
        publishing.mint(job);

        Attempt reused = newest(10).getFirst();

        assertThat(reused.code()).isEqualTo("invalid-reuse-token");
        assertThat(reused.isAboutPublishers()).isFalse();
        assertThat(reused.wouldBeAccepted()).isTrue();
        assertThat(cures(reused)).isEmpty();
    }

    @Test
    void ofAProviderThatIsGoneNothingIsCompared() {
        publishing.publisher();
        refused("vanished", "{}");
        jdbc.sql("UPDATE publisher SET provider = 'vanished' WHERE project_id = :project")
                .param("project", project().id())
                .update();

        Attempt attempt = newest(10).getFirst();

        assertThat(attempt.provider()).isEqualTo("vanished");
        assertThat(attempt.wouldBeAccepted()).isFalse();
        assertThat(attempt.now().checks())
                .extracting(Explanation.Check::advice)
                .containsExactly(Advice.PROVIDER_OFF);
        Explanation.PublisherExplanation publisher = attempt.now().publishers().getFirst();
        assertThat(publisher.fields()).isEmpty();
        assertThat(Objects.requireNonNull(publisher.advice()).advice())
                .isEqualTo(Advice.PROVIDER_OFF);
    }

    @Test
    void whatWasNotRecordedIsNotCalledMissing() {
        publishing.register(
                "pypi",
                publishing.project(),
                "forge",
                Map.of("project", "team/" + publishing.normalized(), "pipeline", "release.yml"));
        jdbc.sql(
                        "UPDATE project SET pending_until = NULL, claimed_by = NULL WHERE normalized_name = :name")
                .param("name", publishing.normalized())
                .update();
        refused(
                "forge",
                """
                {"forge.example/project": "team/%s", "forge.example/project-id": "7"}
                """
                        .formatted(publishing.normalized()));

        Attempt attempt = newest(10).getFirst();

        assertThat(attempt.wouldBeAccepted()).isFalse();
        assertThat(attempt.now().publishers().getFirst().fields())
                .extracting(
                        Explanation.Row::field, Explanation.Row::verdict, Explanation.Row::advice)
                .containsExactly(
                        tuple("project", Explanation.Verdict.MATCH, null),
                        tuple("pipeline", Explanation.Verdict.NOT_RECORDED, null),
                        tuple("debug", Explanation.Verdict.NOT_RECORDED, null));
    }

    @Test
    @DisplayName("Hazard 31: ids of others' rows")
    void attemptsOfOthersAreNotThere() {
        publishing.publisher();
        Publishing stranger = new Publishing(port);
        stranger.publisher(stranger.project(), Map.of("environment", "x"));
        String others =
                ServiceClient.json(stranger.mint(stranger.job())).path("attempt").asString();
        jdbc.sql(
                        """
                        INSERT INTO event (at, type, actor, index_id, projects, detail)
                        VALUES (now(), 'exchange-refused', 'workload:test-ci', 'pypi',
                                ARRAY[:name], CAST(:detail AS jsonb))
                        """)
                .param("name", publishing.normalized())
                .param(
                        "detail",
                        ("{\"code\": \"x\", \"provider\": \"test-ci\", \"reason\": \"x\","
                                        + " \"claims\": {}, \"pending_projects\": {\"%s\": [1]}}")
                                .formatted(publishing.normalized()))
                .update();

        assertThat(newest(10)).isEmpty();
        assertThat(attempts.find(index(), project(), OPERATOR, others)).isEmpty();
    }

    @Test
    void aPageCostsAHandfulOfStatementsHoweverLongItIs() {
        publishing.publisher(publishing.project(), Map.of("environment", "x"));
        for (int i = 0; i < 5; i++) {
            publishing.mint(publishing.job());
        }
        RegisteredProject project = project();

        assertThat(
                        StatementLog.during(
                                () ->
                                        attempts.newest(
                                                index(), project, OPERATOR, Long.MAX_VALUE, 10)))
                .filteredOn(sent -> !sent.equals("commit"))
                .hasSizeLessThanOrEqualTo(4);
        List<Attempt> first = newest(3);
        assertThat(attempts.newest(index(), project, OPERATOR, first.getLast().event(), 10))
                .hasSize(2)
                .noneMatch(first::contains);
    }

    private List<Attempt> newest(int limit) {
        return attempts.newest(index(), project(), OPERATOR, Long.MAX_VALUE, limit);
    }

    private PackageIndex index() {
        return indexes.ofId("pypi").orElseThrow();
    }

    private RegisteredProject project() {
        return projects.find(
                        index(), index().projectName(publishing.project()).orElseThrow(), OPERATOR)
                .orElseThrow();
    }

    private static List<Cure> cures(Attempt attempt) {
        return attempt.now().publishers().stream()
                .flatMap(publisher -> publisher.fields().stream())
                .map(Explanation.Row::change)
                .filter(Objects::nonNull)
                .toList();
    }

    private void edit(Cure cure) {
        ServiceClient admin = publishing.client().asAdmin();
        String path =
                "/_/api/v1/indexes/pypi/projects/%s/publishers/%d"
                        .formatted(publishing.project(), cure.publisher());
        HttpResponse<String> edited =
                admin.send(
                        admin.to(path)
                                .header("Content-Type", "application/json")
                                .header("If-Match", "*")
                                .method(
                                        "PATCH",
                                        HttpRequest.BodyPublishers.ofString(
                                                "{\"fields\": {\"%s\": \"%s\"}}"
                                                        .formatted(cure.field(), cure.value()))));
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
    }

    private void refused(String provider, String claims) {
        jdbc.sql(
                        """
                        INSERT INTO event (at, type, actor, index_id, projects, detail)
                        VALUES (now(), 'exchange-refused', 'workload', 'pypi', ARRAY[:name],
                                jsonb_build_object('code', 'invalid-publisher', 'reason', 'Why',
                                                   'provider', CAST(:provider AS text),
                                                   'claims', CAST(:claims AS jsonb)))
                        """)
                .param("name", publishing.normalized())
                .param("provider", provider)
                .param("claims", claims)
                .update();
    }
}
