package dev.imprimatur.web.page;

import dev.imprimatur.audit.PendingMarks;
import dev.imprimatur.audit.RecordedEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An event as pages show it: to administrators all that was written, to the people of a project
 * what says something to them.
 *
 * @param id the order of the log
 * @param at when it happened
 * @param type what happened, as the log and texts call it
 * @param actor who did it, as the log calls them
 * @param who the same, as people call them
 * @param index the package index that it concerns; null: none or all
 * @param projects which it concerns, by their normalised names
 * @param facts what else the log says, in an order that is always the same
 */
public record ShownEvent(
        long id,
        Instant at,
        String type,
        String actor,
        Who who,
        @Nullable String index,
        List<String> projects,
        List<Fact> facts) {

    /** Numbers of rows, which say nothing to a person. */
    private static final Set<String> FOR_MACHINES = Set.of("accounts", PendingMarks.MEMBER);

    /**
     * A fact; what a provider vouched for and what people filled in is text of strangers.
     *
     * @param name as texts are called
     * @param part which member of it, where it has several; empty: it has none
     * @param value as text
     */
    public record Fact(String name, String part, String value) {}

    /** An event as it was written. */
    public static ShownEvent whole(RecordedEvent recorded) {
        return of(recorded, Set.of());
    }

    /** What an event that somebody may read tells a person. */
    public static ShownEvent toPeople(RecordedEvent recorded) {
        return of(recorded, FOR_MACHINES);
    }

    private static ShownEvent of(RecordedEvent recorded, Set<String> without) {
        return new ShownEvent(
                recorded.id(),
                recorded.at(),
                recorded.event().type().wireName(),
                recorded.event().actor(),
                Who.of(recorded.event().actor()),
                recorded.event().indexId(),
                recorded.event().projects(),
                recorded.event().detail().entrySet().stream()
                        .filter(fact -> !without.contains(fact.getKey()))
                        .sorted(Map.Entry.comparingByKey())
                        .flatMap(fact -> facts(fact.getKey(), fact.getValue()))
                        .toList());
    }

    private static Stream<Fact> facts(String name, @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> members ->
                    members.entrySet().stream()
                            .map(
                                    member ->
                                            new Fact(
                                                    name,
                                                    String.valueOf(member.getKey()),
                                                    text(member.getValue())));
            case Collection<?> elements when elements.isEmpty() -> Stream.empty();
            case null, default -> Stream.of(new Fact(name, "", text(value)));
        };
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case Collection<?> elements ->
                    elements.stream().map(ShownEvent::text).collect(Collectors.joining(", "));
            case Map<?, ?> members ->
                    members.entrySet().stream()
                            .map(member -> member.getKey() + "=" + text(member.getValue()))
                            .collect(Collectors.joining(" "));
            case null, default -> Objects.toString(value, "");
        };
    }
}
