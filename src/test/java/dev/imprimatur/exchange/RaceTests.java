package dev.imprimatur.exchange;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.issuer.TestToken;
import java.net.http.HttpResponse;
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

/** Exchanges at one moment, on a real PostgreSQL. */
@ServiceTest
class RaceTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
    }

    @Test
    @DisplayName("Hazard 11: check and mark are one step")
    void ofManyExchangesOfOneIdentityTokenExactlyOneMints() {
        publishing.publisher();
        publishing.uploadToken();
        String token = publishing.job().text();

        List<HttpResponse<String>> responses =
                Together.run(64, () -> publishing.mint(token, Map.of()));

        assertThat(responses).filteredOn(r -> r.statusCode() == 200).hasSize(1);
        assertThat(responses)
                .filteredOn(r -> r.statusCode() != 200)
                .hasSize(63)
                .allSatisfy(r -> assertThat(code(r)).isEqualTo("invalid-reuse-token"));
    }

    @Test
    void ofManyFirstUsesOfOneIdentityTokenExactlyOneMints() {
        publishing.publisher();
        String token = publishing.job().text();

        List<HttpResponse<String>> responses =
                Together.run(64, () -> publishing.mint(token, Map.of()));

        assertThat(responses).filteredOn(r -> r.statusCode() == 200).hasSize(1);
        assertThat(publishing.events())
                .filteredOn(event -> event.path("type").asString().equals("publisher-pinned"))
                .hasSize(1);
    }

    @Test
    void firstUsesWithDifferentIdsBindToExactlyOneOfThem() {
        publishing.publisher();
        List<Callable<HttpResponse<String>>> exchanges = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            TestToken job = publishing.job().claim("repository_id", Integer.toString(7000 + i));
            exchanges.add(() -> publishing.mint(job));
        }

        List<HttpResponse<String>> responses = Together.run(exchanges);

        assertThat(responses).filteredOn(r -> r.statusCode() == 200).hasSize(1);
        assertThat(responses)
                .filteredOn(r -> r.statusCode() != 200)
                .allSatisfy(r -> assertThat(code(r)).isEqualTo("invalid-publisher"));
    }

    @Test
    void firstUsesWithTheSameIdsAllMint() {
        publishing.publisher();
        List<Callable<HttpResponse<String>>> exchanges = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            TestToken job = publishing.job();
            exchanges.add(() -> publishing.mint(job));
        }

        assertThat(Together.run(exchanges))
                .allSatisfy(r -> assertThat(r.statusCode()).as(r.body()).isEqualTo(200));
    }

    @Test
    @DisplayName("Hazard 33: exchanges over shared publishers do not deadlock")
    void firstUsesOfManySharedPublishersDoNotWaitForEachOther() {
        for (int i = 0; i < 20; i++) {
            publishing.publisher(publishing.project("-" + i), Map.of());
        }
        List<String> forwards = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            forwards.add(publishing.project("-" + i));
        }
        List<Callable<HttpResponse<String>>> exchanges = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String job = publishing.job().text();
            List<String> order = i % 2 == 0 ? forwards : forwards.reversed();
            exchanges.add(() -> publishing.mint(job, Map.of("projects", order)));
        }

        assertThat(Together.run(exchanges))
                .allSatisfy(r -> assertThat(r.statusCode()).as(r.body()).isEqualTo(200));
    }

    @Test
    void aPublisherThatIsRemovedInTheMeantimeIsNotBoundAndNothingIsUsedUp() {
        String id = publishing.publisher();
        TestToken job = publishing.job();

        List<HttpResponse<String>> responses =
                Together.run(
                        List.of(
                                () -> publishing.mint(job),
                                () ->
                                        publishing
                                                .client()
                                                .asAdmin()
                                                .delete(
                                                        "/_/api/v1/indexes/pypi/projects/%s/publishers/%s"
                                                                .formatted(
                                                                        publishing.project(),
                                                                        id))));

        assertThat(responses.get(1).statusCode()).isEqualTo(204);
        assertThat(responses.get(0).statusCode()).isIn(200, 422);
        if (responses.get(0).statusCode() == 422) {
            assertThat(code(responses.get(0))).isEqualTo("invalid-publisher");
            publishing.publisher();
            assertThat(publishing.mint(job).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("Hazard 27: no minting without its event")
    void everyMintedTokenHasItsEvent() {
        long publisher = Long.parseLong(publishing.publisher());
        for (int i = 0; i < 3; i++) {
            publishing.uploadToken();
        }

        assertThat(publishing.events())
                .filteredOn(event -> event.path("type").asString().equals("token-minted"))
                .hasSize(3);
        assertThat(
                        jdbc.sql(
                                        """
                                        SELECT (SELECT count(*) FROM event e
                                                 WHERE e.type = 'token-minted'
                                                   AND (e.detail ->> 'upload_token')::bigint = t.id)
                                          FROM upload_token t
                                         WHERE t.publisher_ids @> ARRAY[CAST(:publisher AS bigint)]
                                        """)
                                .param("publisher", publisher)
                                .query(Long.class)
                                .list())
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    @DisplayName("Hazard 27: no minting without its event")
    void whereTheEventCannotBeWrittenNothingIsMintedOrUsedUp() {
        publishing.publisher();
        publishing.uploadToken();
        TestToken job = publishing.job();
        jdbc.sql("ALTER TABLE event ADD CONSTRAINT broken CHECK (type <> 'token-minted') NOT VALID")
                .update();
        try {
            assertThat(publishing.mint(job).statusCode()).isIn(500, 503);
        } finally {
            jdbc.sql("ALTER TABLE event DROP CONSTRAINT broken").update();
        }

        assertThat(publishing.mint(job).statusCode()).isEqualTo(200);
    }
}
