package dev.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.database.TestDatabase;
import dev.imprimatur.identity.StoredKeys.StoredKeySet;
import dev.imprimatur.identity.Verification.Proven;
import dev.imprimatur.issuer.Answer;
import dev.imprimatur.issuer.TestIssuer;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The stored keys in a real PostgreSQL. */
class StoredKeysTests {

    private static final String ISSUER = "https://stored-keys.example.org";
    private static final Instant NOON = Instant.parse("2026-01-15T12:00:00.123456Z");

    private static final JdbcClient JDBC = migrated();

    private final StoredKeys stored = new PostgresStoredKeys(JDBC);

    @BeforeEach
    void forget() {
        JDBC.sql("DELETE FROM issuer_keys WHERE issuer = ?").param(ISSUER).update();
    }

    @Test
    void whatWasNeverSavedIsNotThere() {
        assertThat(stored.load(ISSUER)).isEmpty();
    }

    @Test
    void aKeySetComesBackAsItWas() {
        StoredKeySet keys = new StoredKeySet("{\"keys\":[ ]}", NOON);

        stored.save(ISSUER, keys);

        assertThat(stored.load(ISSUER)).contains(keys);
    }

    @Test
    void onlyANewerKeySetTakesThePlaceOfAnother() {
        StoredKeySet noon = new StoredKeySet("noon", NOON);
        StoredKeySet later = new StoredKeySet("later", NOON.plusSeconds(1));
        stored.save(ISSUER, noon);

        stored.save(ISSUER, new StoredKeySet("earlier", NOON.minusSeconds(1)));
        assertThat(stored.load(ISSUER)).contains(noon);

        stored.save(ISSUER, later);
        assertThat(stored.load(ISSUER)).contains(later);
    }

    @Test
    void aServiceThatStartsDuringAnOutageUsesThem() {
        TestIssuer issuer = TestIssuer.start();
        try (TestVerifier verifier = TestVerifier.over(issuer, stored)) {
            stored.save(
                    issuer.issuer(),
                    new StoredKeySet(
                            "{\"keys\":[%s]}"
                                    .formatted(issuer.signingKey().toPublicJWK().toJSONString()),
                            verifier.clock.instant()));
            issuer.answerDiscovery(Answer.status(503));

            assertThat(verifier.verify(verifier.token())).isInstanceOf(Proven.class);
        }
    }

    private static JdbcClient migrated() {
        DriverManagerDataSource dataSource =
                new DriverManagerDataSource(
                        TestDatabase.jdbcUrl(), TestDatabase.username(), TestDatabase.password());
        Flyway.configure().dataSource(dataSource).load().migrate();
        return JdbcClient.create(dataSource);
    }
}
