package dev.imprimatur.token;

import static dev.imprimatur.Publishing.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.Publishing;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.Together;
import dev.imprimatur.issuer.TestToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is removed when, and by how many instances at once. */
@ServiceTest
class CleanUpTests {

    @LocalServerPort private int port;
    @Autowired private CleanUp cleanUp;
    @Autowired private JdbcClient jdbc;
    private Publishing publishing;

    @BeforeEach
    void aRepository() {
        publishing = new Publishing(port);
        publishing.publisher();
    }

    @Test
    @DisplayName("Hazard 10: the replay record outlives the token")
    void aReplayRecordIsThereAsLongAsTheIdentityTokenIsAccepted() {
        // Over by its own word, and still accepted by the leeway: the last moment to replay it.
        TestToken job =
                publishing.job().issued(Instant.now().minusSeconds(310), Duration.ofMinutes(5));
        publishing.uploadToken(job);

        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        cleanUp.run();

        assertThat(cleanUp.lastRun())
                .hasValueSatisfying(at -> assertThat(at).isAfterOrEqualTo(before));
        assertThat(code(publishing.mint(job))).isEqualTo("invalid-reuse-token");
    }

    @Test
    void manyInstancesCleanUpAtOnceAndLeaveWhatIsLive() {
        String live = publishing.uploadToken();
        jdbc.sql(
                        """
                        INSERT INTO replay_record (key, expires_at)
                        SELECT sha256(('old-' || n)::bytea), now() - interval '1 day'
                          FROM generate_series(1, 5000) n
                        """)
                .update();
        jdbc.sql(
                        """
                        INSERT INTO upload_token (hash, index_id, provider, publisher_ids, single_use,
                                                  issuer, claims, issued_at, expires_at)
                        SELECT sha256(('old-' || n)::bytea), 'pypi', 'test-ci', '{}', false, 'i', '{}',
                               now() - interval '9 days', now() - interval '8 days'
                          FROM generate_series(1, 5000) n
                        """)
                .update();

        List<Integer> removed = Together.run(4, cleanUp::run);

        assertThat(removed.stream().mapToInt(Integer::intValue).sum()).isBetween(1, 10_000);
        cleanUp.run();
        assertThat(count("replay_record", "expires_at < now() - interval '1 hour'")).isZero();
        assertThat(count("upload_token", "expires_at < now() - interval '7 days'")).isZero();
        assertThat(publishing.upload(live).statusCode()).isEqualTo(201);
    }

    @Test
    void aTokenThatExpiredLatelyIsKeptSoThatItsIndexHearsThatItExpired() {
        String token = publishing.uploadToken();
        jdbc.sql(
                        "UPDATE upload_token SET expires_at = now() - interval '6 days' WHERE hash = :hash")
                .param("hash", UploadTokens.read(token).orElseThrow().hash())
                .update();

        cleanUp.run();

        assertThat(code(publishing.upload(token))).isEqualTo("expired-token");
    }

    private long count(String table, String condition) {
        return jdbc.sql("SELECT count(*) FROM " + table + " WHERE " + condition)
                .query(Long.class)
                .single();
    }
}
