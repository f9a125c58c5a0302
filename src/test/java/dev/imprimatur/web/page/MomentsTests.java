package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.ResourceBundleMessageSource;

class MomentsTests {

    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

    @Test
    void whatIsPastIsCountedInWholeUnits() {
        assertThat(near(Duration.ofSeconds(-59))).isEqualTo("just now");
        assertThat(near(Duration.ofSeconds(-119))).isEqualTo("a minute ago");
        assertThat(near(Duration.ofHours(-47))).isEqualTo("47 hours ago");
        assertThat(near(Duration.ofDays(-7).plusSeconds(1))).isEqualTo("6 days ago");
    }

    @Test
    void whatIsToComeIsCountedToTheNearest() {
        assertThat(near(Duration.ofSeconds(1))).isEqualTo("in a moment");
        assertThat(near(Duration.ofMinutes(15).minusSeconds(2))).isEqualTo("in 15 minutes");
        assertThat(near(Duration.ofDays(7).minusSeconds(1))).isEqualTo("in 7 days");
        assertThat(near(Duration.ofDays(30).minusHours(13))).isEqualTo("in 29 days");
    }

    private static String near(Duration fromNow) {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasename("texts/pages");
        return new Moments(texts, Locale.ENGLISH, NOW).near(NOW.plus(fromNow));
    }
}
