package dev.imprimatur.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.context.MessageSource;

/**
 * Says times as people say them, from where the page is read: "3 hours ago", "in 2 days", with the
 * exact time (UTC) beside it.
 *
 * @param texts the sentences
 * @param language of the page
 * @param now when the page is read
 */
record Moments(MessageSource texts, Locale language, Instant now) {

    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private enum Unit {
        MINUTES(Duration.ofMinutes(1), Duration.ofMinutes(60)),
        HOURS(Duration.ofHours(1), Duration.ofHours(48)),
        DAYS(Duration.ofDays(1), Duration.ofDays(60)),
        MONTHS(Duration.ofDays(30), Duration.ofDays(730)),
        YEARS(Duration.ofDays(365), ChronoUnit.FOREVER.getDuration());

        private final Duration length;
        private final Duration upTo;

        Unit(Duration length, Duration upTo) {
            this.length = length;
            this.upTo = upTo;
        }
    }

    /** How long ago, or how far off, a time is. */
    public String near(Instant moment) {
        Duration distance = Duration.between(moment, now).abs();
        boolean past = !moment.isAfter(now);
        if (distance.compareTo(Unit.MINUTES.length) < 0) {
            return say(past ? "moment.just-now" : "moment.in-a-moment", 0);
        }
        for (Unit unit : Unit.values()) {
            if (distance.compareTo(unit.upTo) < 0) {
                String key = "moment.%s.%s".formatted(past ? "ago" : "in", unit.name());
                // What ends in seven days, less a second, ends in seven.
                Duration rounded = past ? distance : distance.plus(unit.length.dividedBy(2));
                return say(key.toLowerCase(Locale.ROOT), rounded.dividedBy(unit.length));
            }
        }
        throw new IllegalStateException();
    }

    /** The time itself, to the second. */
    public String exact(Instant moment) {
        return EXACT.format(moment);
    }

    private String say(String key, long count) {
        return texts.getMessage(key, new Object[] {count}, language);
    }
}
