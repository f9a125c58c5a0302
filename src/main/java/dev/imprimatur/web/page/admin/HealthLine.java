package dev.imprimatur.web.page.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the health page: how one thing stands, in a sentence, and what to do about it.
 *
 * @param state {@code good}, {@code wait} or {@code bad}
 * @param thing which thing, as texts are called
 * @param sentence the key of the sentence; under it with {@code .do} is what to do, if anything
 * @param facts what is filled in
 * @param at a time to show behind the sentence; null: none
 * @param detail what a machine said of it, in English; null: nothing
 */
public record HealthLine(
        String state,
        String thing,
        String sentence,
        List<Object> facts,
        @Nullable Instant at,
        @Nullable String detail) {

    static HealthLine good(String thing, String sentence, Object... facts) {
        return new HealthLine("good", thing, key(thing, sentence), List.of(facts), null, null);
    }

    static HealthLine wait(String thing, String sentence, Object... facts) {
        return new HealthLine("wait", thing, key(thing, sentence), List.of(facts), null, null);
    }

    static HealthLine bad(String thing, String sentence, Object... facts) {
        return new HealthLine("bad", thing, key(thing, sentence), List.of(facts), null, null);
    }

    HealthLine since(@Nullable Instant time) {
        return new HealthLine(state, thing, sentence, facts, time, detail);
    }

    HealthLine saying(@Nullable String what) {
        return new HealthLine(state, thing, sentence, facts, at, what);
    }

    private static String key(String thing, String sentence) {
        return "admin.health.%s.%s".formatted(thing, sentence);
    }
}
