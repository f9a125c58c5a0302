package dev.imprimatur.web.page.admin;

import dev.imprimatur.audit.RecordedEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An event as administrators read it.
 *
 * @param type its name as it is stored
 * @param index the package index that it concerns; null: none or all
 * @param facts its detail, each fact one line
 */
public record ShownEvent(
        long id,
        Instant at,
        String type,
        String actor,
        @Nullable String index,
        List<String> projects,
        List<Fact> facts) {

    /** One line of the detail. */
    public record Fact(String name, String value) {}

    static ShownEvent of(RecordedEvent recorded) {
        return new ShownEvent(
                recorded.id(),
                recorded.at(),
                recorded.event().type().wireName(),
                recorded.event().actor(),
                recorded.event().indexId(),
                recorded.event().projects(),
                recorded.event().detail().entrySet().stream()
                        .map(fact -> new Fact(fact.getKey(), text(fact.getValue())))
                        .toList());
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Collection<?> several ->
                    several.stream().map(ShownEvent::text).collect(Collectors.joining(", "));
            case Map<?, ?> facts ->
                    facts.entrySet().stream()
                            .map(fact -> fact.getKey() + ": " + text(fact.getValue()))
                            .collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }
}
