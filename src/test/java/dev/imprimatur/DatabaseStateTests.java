package dev.imprimatur;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class DatabaseStateTests {

    @Autowired private DatabaseState state;
    @Autowired private ServiceVersion version;
    @Autowired private Flyway flyway;

    @Test
    void aDatabaseThatAnswersSaysItsVersionsWithOneStatement() {
        assertThat(StatementLog.during(state::look)).hasSize(1);

        DatabaseHealth health = state.look();
        assertThat(health.isReachable()).isTrue();
        assertThat(health.serverVersion()).startsWith(Integer.toString(Migrations.TESTED));
        assertThat(health.schemaVersion())
                .isEqualTo(health.wantedSchema())
                .isEqualTo(flyway.info().current().getVersion().getVersion());
        assertThat(health.pool().most()).isEqualTo(16);
        assertThat(health.pool().active()).isBetween(0, 16);
        assertThat(health.pool().waiting()).isGreaterThanOrEqualTo(0);
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNoFailure() {
        HikariConfig nowhere = new HikariConfig();
        nowhere.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1");
        nowhere.setConnectionTimeout(250);
        nowhere.setInitializationFailTimeout(-1);
        try (HikariDataSource gone = new HikariDataSource(nowhere)) {
            DatabaseHealth health = new DatabaseState(JdbcClient.create(gone), gone, flyway).look();

            assertThat(health.isReachable()).isFalse();
            assertThat(health.schemaVersion()).isNull();
            assertThat(health.wantedSchema()).isEqualTo(state.look().wantedSchema());
        }
    }

    @Test
    void outsideOfAJarThereIsNoVersion() {
        assertThat(version.text()).isEmpty();
    }
}
