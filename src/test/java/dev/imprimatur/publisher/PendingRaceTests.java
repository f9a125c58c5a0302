package dev.imprimatur.publisher;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.Claimant;
import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.account.Caller;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PendingExpiry;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Several who want one name at one moment, on a real PostgreSQL. */
@ServiceTest
class PendingRaceTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;
    @Autowired private Publishers publishers;
    @Autowired private PatternPublishers patterns;
    @Autowired private Projects projects;
    @Autowired private PendingExpiry expiry;
    @Autowired private Indexes indexes;

    private Publishing first;
    private Publishing second;
    private Caller alice;
    private Caller bob;
    private PackageIndex pypi;
    private ProjectName name;

    @BeforeEach
    void twoPeopleAndOneName() {
        first = new Publishing(port);
        second = new Publishing(port);
        alice = Claimant.in(jdbc);
        bob = Claimant.in(jdbc);
        pypi = indexes.ofId("pypi").orElseThrow();
        name = pypi.projectName(first.project()).orElseThrow();
    }

    @RepeatedTest(32)
    void ofTwoFirstUploadsOneMakesTheProjectAndTheOtherIsTold() {
        wait(alice, first);
        wait(bob, second);
        String ofAlice = first.uploadToken();
        String ofBob = second.uploadToken();

        List<HttpResponse<String>> uploads =
                Together.run(
                        List.of(
                                () -> upload(first, ofAlice),
                                () -> upload(second, ofBob),
                                () -> upload(first, ofAlice),
                                () -> upload(second, ofBob)));

        boolean aliceWon = uploads.get(0).statusCode() == 201;
        for (int i = 0; i < uploads.size(); i++) {
            boolean won = (i % 2 == 0) == aliceWon;
            assertThat(uploads.get(i).statusCode())
                    .as(uploads.get(i).body())
                    .isEqualTo(won ? 201 : 403);
            assertThat(code(uploads.get(i))).isEqualTo(won ? "" : "name-taken");
        }
        assertThat(uploads)
                .filteredOn(upload -> upload.body().contains("\"project_created\":true"))
                .hasSize(1);
        assertThat(owners()).containsExactly(id(aliceWon ? alice : bob));
        assertThat(count("project-pending-won")).isOne();
        assertThat(losers()).containsExactly(id(aliceWon ? bob : alice));
    }

    @RepeatedTest(8)
    void manyWhoWaitForOneNameNeverStandInEachOthersWay() {
        List<Callable<HttpResponse<String>>> uploads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Publishing each = new Publishing(port);
            wait(Claimant.in(jdbc), each);
            String token = each.uploadToken();
            uploads.add(() -> upload(each, token));
        }

        List<HttpResponse<String>> answers = Together.run(uploads);

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 201)
                .allSatisfy(answer -> assertThat(code(answer)).isEqualTo("name-taken"));
        assertThat(owners()).hasSize(1);
        assertThat(losers()).hasSize(7);
    }

    @RepeatedTest(8)
    void anUploadAndTheEndOfTheTimeDoNotBothHappen() {
        wait(alice, first);
        String token = first.uploadToken();
        jdbc.sql(
                        """
                        UPDATE project SET pending_until = clock_timestamp() + interval '15 milliseconds'
                         WHERE normalized_name = :name
                        """)
                .param("name", name.normalized())
                .update();

        List<Integer> answers =
                Together.run(
                        List.of(
                                () -> upload(first, token).statusCode(),
                                () -> upload(first, token).statusCode(),
                                this::expire,
                                this::expire));

        boolean won = count("project-pending-won") == 1;
        // Of two in the last moment, the later may see the time over before the other one is done.
        assertThat(answers.subList(0, 2)).containsAnyOf(won ? 201 : 403).isSubsetOf(201, 403);
        if (!won) {
            expire();
        }
        assertThat(count("project-pending-expired")).isEqualTo(won ? 0 : 1);
        assertThat(projects.find(pypi, name, alice).isPresent()).isEqualTo(won);
    }

    @RepeatedTest(8)
    void anUploadAndTheRemovalOfThePendingProjectAreOneAfterTheOther() {
        wait(alice, first);
        String token = first.uploadToken();
        RegisteredProject waiting = projects.find(pypi, name, alice).orElseThrow();

        List<Object> answers =
                Together.run(
                        List.of(
                                () -> upload(first, token).statusCode(),
                                () -> publishers.removeProject(pypi, waiting, alice)));

        boolean won = count("project-pending-won") == 1;
        assertThat(answers).containsExactly(won ? 201 : 403, !won);
        assertThat(projects.find(pypi, name, alice).isPresent()).isEqualTo(won);
        assertThat(owners()).hasSize(won ? 1 : 0);
    }

    @RepeatedTest(2)
    @DisplayName("Hazard 33: a removal holds publishers in the order in which first uses do")
    void aProjectIsRemovedWithoutHoldingALaterPublisherBeforeAnEarlierOne() throws Exception {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(Long.valueOf(first.publisher(first.project(), Map.of("workflow", i + ".yml"))));
        }
        Caller admin = Caller.operator("system");
        RegisteredProject seen = projects.find(pypi, name, admin).orElseThrow();
        Thread removal =
                transaction.execute(
                        status -> {
                            hold("FOR UPDATE", ids.subList(0, 1));
                            Thread removing =
                                    Thread.startVirtualThread(
                                            () -> publishers.removeProject(pypi, seen, admin));
                            await().until(this::somebodyWaits);
                            assertThatCode(() -> hold("FOR UPDATE NOWAIT", ids))
                                    .doesNotThrowAnyException();
                            return removing;
                        });

        removal.join();
        assertThat(projects.find(pypi, name, admin)).isEmpty();
    }

    private void hold(String mode, List<Long> ids) {
        jdbc.sql("SELECT id FROM publisher WHERE id = ANY (:ids) ORDER BY id " + mode)
                .param("ids", ids.toArray(Long[]::new))
                .query(Long.class)
                .list();
    }

    private boolean somebodyWaits() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
                .query(Boolean.class)
                .single();
    }

    @RepeatedTest(8)
    void nobodyIsLeftWaitingForANameThatAnAdministratorGaveAway() {
        wait(bob, second);
        String token = second.uploadToken();

        List<Object> answers =
                Together.run(
                        List.of(
                                () -> wait(alice, first),
                                () ->
                                        first.client()
                                                .asAdmin()
                                                .put(
                                                        "/_/api/v1/indexes/pypi/projects/"
                                                                + first.project(),
                                                        "{}")
                                                .statusCode(),
                                () -> upload(second, token).statusCode()));

        assertThat(answers.get(1)).isIn(200, 201);
        assertThat(answers.get(2)).isIn(201, 403);
        assertThat(
                        jdbc.sql(
                                        """
                                        SELECT count(*) FILTER (WHERE pending_until IS NULL) = 1
                                               AND count(*) FILTER (WHERE pending_until IS NOT NULL
                                                                      AND lost_at IS NULL) = 0
                                          FROM project
                                         WHERE normalized_name = :name
                                        """)
                                .param("name", name.normalized())
                                .query(Boolean.class)
                                .single())
                .isTrue();
    }

    @RepeatedTest(8)
    void ofManyFirstUploadsUnderAPatternOneMakesTheProject() {
        patterns.add(
                pypi,
                pypi.namePattern(name.normalized() + "*").orElseThrow(),
                new Publishers.Wish("test-ci", Map.copyOf(first.fields())),
                Caller.operator("account:admin"));
        wait(bob, second);
        String token = first.uploadToken();
        String ofBob = second.uploadToken();
        List<Callable<HttpResponse<String>>> uploads = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            uploads.add(() -> upload(first, token));
        }
        uploads.add(() -> upload(second, ofBob));

        List<HttpResponse<String>> answers = Together.run(uploads);

        assertThat(answers.subList(0, 6))
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers)
                .filteredOn(answer -> answer.body().contains("\"project_created\":true"))
                .hasSize(1);
        assertThat(answers.get(6).statusCode()).isEqualTo(owners().isEmpty() ? 403 : 201);
    }

    @Test
    void firstUsesOfSeveralPublishersWithDifferentIdsBindAllToOneOfThem() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(first.publisher(first.project("-" + i), Map.of()));
        }
        List<Callable<HttpResponse<String>>> exchanges = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String repository = Integer.toString(8000 + i % 2);
            exchanges.add(() -> first.mint(first.job().claim("repository_id", repository)));
        }

        List<HttpResponse<String>> answers = Together.run(exchanges);

        List<String> bound =
                jdbc.sql(
                                "SELECT DISTINCT pins ->> 'repository_id' FROM publisher WHERE id = ANY (:ids)")
                        .param("ids", ids.stream().mapToLong(Long::parseLong).toArray())
                        .query(String.class)
                        .list();
        assertThat(bound).hasSize(1);
        for (int i = 0; i < answers.size(); i++) {
            boolean same = bound.getFirst().equals(Integer.toString(8000 + i % 2));
            assertThat(answers.get(i).statusCode()).isEqualTo(same ? 200 : 422);
        }
    }

    @Test
    void firstUsesWithTheSameIdsBindOnce() {
        first.publisher();
        List<Callable<HttpResponse<String>>> exchanges = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String job = first.job().text();
            exchanges.add(() -> first.mint(job, Map.of()));
        }

        assertThat(Together.run(exchanges))
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        assertThat(count("publisher-pinned")).isOne();
    }

    private Addition wait(Caller caller, Publishing whose) {
        return publishers.add(
                pypi, name, new Publishers.Wish("test-ci", Map.copyOf(whose.fields())), caller);
    }

    private HttpResponse<String> upload(Publishing whose, String token) {
        return whose.upload(token, first.project(), "1.0");
    }

    private int expire() {
        expiry.run();
        return 0;
    }

    private static long id(Caller caller) {
        return Objects.requireNonNull(caller.account()).id();
    }

    private long count(String type) {
        return jdbc.sql(
                        "SELECT count(*) FROM event WHERE type = :type AND projects @> ARRAY[:name]::text[]")
                .param("type", type)
                .param("name", name.normalized())
                .query(Long.class)
                .single();
    }

    private List<Long> losers() {
        return jdbc.sql(
                        """
                        SELECT jsonb_array_elements(detail -> 'accounts')::bigint
                          FROM event
                         WHERE type = 'project-pending-lost' AND projects @> ARRAY[:name]::text[]
                        """)
                .param("name", name.normalized())
                .query(Long.class)
                .list();
    }

    private List<Long> owners() {
        return jdbc.sql(
                        """
                        SELECT m.account_id
                          FROM member m JOIN project j ON j.id = m.project_id
                         WHERE j.normalized_name = :name AND m.role = 'owner'
                           AND j.pending_until IS NULL
                        """)
                .param("name", name.normalized())
                .query(Long.class)
                .list();
    }
}
