package dev.imprimatur.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.DatabaseHealth;
import dev.imprimatur.identity.KeyHealth;
import dev.imprimatur.notice.WaitingNotices;
import java.time.Duration;
import java.time.Instant;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HealthLinesTests {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final DatabaseHealth.Pool POOL = new DatabaseHealth.Pool(3, 16, 0);

    record Case(HealthLine line, String state, String sentence) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case(HealthLines.database(database("18.1", "13")), "good", "database.there"),
                new Case(HealthLines.database(database(null, null)), "bad", "database.away"),
                new Case(HealthLines.schema(database("18.1", "13")), "good", "schema.wanted"),
                new Case(HealthLines.schema(database("18.1", "14")), "wait", "schema.newer"),
                new Case(HealthLines.schema(database("18.1", "9")), "bad", "schema.older"),
                new Case(HealthLines.pool(POOL), "good", "pool.enough"),
                new Case(
                        HealthLines.pool(new DatabaseHealth.Pool(16, 16, 2)), "wait", "pool.short"),
                new Case(HealthLines.keys(keys(2, null), NOW), "good", "keys.there"),
                new Case(HealthLines.keys(keys(2, "Failed"), NOW), "wait", "keys.old"),
                new Case(HealthLines.keys(keys(0, "Failed"), NOW), "bad", "keys.none"),
                new Case(HealthLines.keys(keys(0, null), NOW), "good", "keys.unasked"),
                new Case(HealthLines.notices(waiting(59), NOW), "wait", "notices.wait"),
                new Case(HealthLines.notices(waiting(61), NOW), "bad", "notices.late"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsBadSaysWhatToDo(Case each) {
        ResourceBundle texts = ResourceBundle.getBundle("texts/admin");

        assertThat(each.line().state()).isEqualTo(each.state());
        assertThat(each.line().sentence()).isEqualTo("admin.health." + each.sentence());
        assertThat(texts.containsKey(each.line().sentence())).isTrue();
        if (each.state().equals("bad")) {
            assertThat(texts.containsKey(each.line().sentence() + ".do")).isTrue();
        }
    }

    private static DatabaseHealth database(@Nullable String server, @Nullable String schema) {
        return new DatabaseHealth(server, schema, "13", POOL);
    }

    private static KeyHealth keys(int keys, @Nullable String failure) {
        Duration age = keys == 0 ? null : Duration.ofMinutes(5);
        return new KeyHealth("github", "https://issuer.test", keys, age, 0, failure, null);
    }

    private static WaitingNotices.Waiting waiting(int minutes) {
        return new WaitingNotices.Waiting("mail", 3, NOW.minus(Duration.ofMinutes(minutes)));
    }
}
