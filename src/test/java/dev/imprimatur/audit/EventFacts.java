package dev.imprimatur.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Facts that events of a type may have, for tests that care for few of them. */
public final class EventFacts {

    private EventFacts() {}

    /** What every event of a type tells, with these facts beside it or in its place. */
    public static Map<String, Object> of(EventType type, Map<String, ?> facts) {
        Map<String, Object> all = new LinkedHashMap<>();
        EventDetails.of(type).stream()
                .filter(EventDetails.Member::always)
                .forEach(member -> all.put(member.name(), sample(member)));
        all.putAll(facts);
        return all;
    }

    /** Whether events of a type may tell a fact of this name. */
    public static boolean has(EventType type, String name) {
        return EventDetails.of(type).stream().anyMatch(member -> member.name().equals(name));
    }

    private static Object sample(EventDetails.Member member) {
        return switch (member.kind()) {
            case TEXT -> "sample " + member.name();
            case NUMBER -> 1;
            case FLAG -> true;
            case OBJECT -> Map.of();
            case LIST -> List.of();
        };
    }
}
