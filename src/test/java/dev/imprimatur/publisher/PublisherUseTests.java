package dev.imprimatur.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.project.ProjectName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What people see of the use of a publisher. */
@ServiceTest
class PublisherUseTests {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @LocalServerPort private int port;
    @Autowired private PublisherUse use;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transaction;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    void exchangesAreCountedAndTheLastOneIsDated() {
        String id = publishing.publisher();
        JsonNode before = publisher(id);
        assertThat(before.get("exchanges").longValue()).isZero();
        assertThat(before.get("last_matched_at").isNull()).isTrue();

        for (int i = 0; i < 3; i++) {
            publishing.uploadToken();
        }
        publishing.mint(publishing.job().claim("event_name", "workflow_run"));
        use.write();

        // The schedule may have some of them in hand at this moment.
        await().untilAsserted(
                        () -> assertThat(publisher(id).get("exchanges").longValue()).isEqualTo(3));
        assertThat(Instant.parse(publisher(id).get("last_matched_at").stringValue()))
                .isAfter(Instant.parse(before.get("created_at").stringValue()));
        assertThat(publisher(id).get("changed_at").isNull()).isTrue();
    }

    @Test
    void aRowThatSomebodyHoldsIsCountedLater() {
        long held = Long.parseLong(publishing.publisher());
        long free = Long.parseLong(publishing.publisher(publishing.project("-b"), Map.of()));
        PublisherUse own = new PublisherUse(jdbc);
        own.count(List.of(trusted(held), trusted(free)), NOON);

        transaction.executeWithoutResult(
                _ -> {
                    jdbc.sql("SELECT id FROM publisher WHERE id = :id FOR UPDATE")
                            .param("id", held)
                            .query(Long.class)
                            .single();
                    Together.run(
                            1,
                            () -> {
                                own.write();
                                return true;
                            });
                });
        assertThat(exchanges(held)).isZero();
        assertThat(exchanges(free)).isEqualTo(1);

        own.count(List.of(trusted(held)), NOON.minusSeconds(5));
        own.write();
        own.write();
        assertThat(exchanges(held)).isEqualTo(2);
        assertThat(exchanges(free)).isEqualTo(1);
        assertThat(
                        jdbc.sql("SELECT last_matched_at FROM publisher WHERE id = :id")
                                .param("id", held)
                                .query(OffsetDateTime.class)
                                .single()
                                .toInstant())
                .isEqualTo(NOON);
    }

    @Test
    void aPublisherThatIsGoneIsForgotten() {
        PublisherUse own = new PublisherUse(jdbc);
        own.count(List.of(trusted(-1)), NOON);

        own.write();
        own.write();
    }

    @Test
    @DisplayName("Hazard 33: counting in opposite orders does not deadlock")
    void countingInOppositeOrdersWaitsForNobody() {
        List<TrustedPublisher> shared = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            shared.add(
                    trusted(
                            Long.parseLong(
                                    publishing.publisher(publishing.project("-" + i), Map.of()))));
        }
        List<PublisherUse> instances = new ArrayList<>();
        List<Callable<Boolean>> writes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            PublisherUse instance = new PublisherUse(jdbc);
            instances.add(instance);
            List<TrustedPublisher> order = i % 2 == 0 ? shared : shared.reversed();
            writes.add(
                    () -> {
                        for (int round = 0; round < 5; round++) {
                            instance.count(order, NOON);
                            instance.write();
                        }
                        return true;
                    });
        }

        assertThat(Together.run(writes)).containsOnly(true);
        instances.forEach(PublisherUse::write);
        assertThat(shared).allSatisfy(each -> assertThat(exchanges(each.id())).isEqualTo(40));
    }

    private static TrustedPublisher trusted(long id) {
        return new TrustedPublisher(id, id, new Reach.One(new ProjectName("p", "p")), true);
    }

    private long exchanges(long id) {
        return jdbc.sql("SELECT exchanges FROM publisher WHERE id = :id")
                .param("id", id)
                .query(Long.class)
                .single();
    }

    private JsonNode publisher(String id) {
        return ServiceClient.json(
                publishing
                        .client()
                        .asAdmin()
                        .get(
                                "/_/api/v1/indexes/pypi/projects/%s/publishers/%s"
                                        .formatted(publishing.project(), id)));
    }
}
