package dev.imprimatur.audit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Marks events with the pending projects that they concern: several people may wait for one name,
 * so the name alone does not say whose event it is. Projects that are real need no mark: a name
 * belongs to one at a time.
 */
public final class PendingMarks {

    /** In the detail of an event: to each name the ids of the pending projects of this name. */
    public static final String MEMBER = "pending_projects";

    private final Map<String, Set<Long>> ids = new TreeMap<>();

    /** One more. */
    public PendingMarks add(String normalizedName, long project) {
        ids.computeIfAbsent(normalizedName, name -> new TreeSet<>()).add(project);
        return this;
    }

    /** As facts of an event; none where there are no pending projects. */
    public Map<String, ?> facts() {
        return ids.isEmpty() ? Map.of() : Map.of(MEMBER, ids);
    }

    /** The marks of an event that was written: names, and to each the ids. */
    public static Map<String, Set<Long>> of(Event event) {
        return event.detail().get(MEMBER) instanceof Map<?, ?> marks
                ? marks.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        mark -> String.valueOf(mark.getKey()),
                                        mark -> ids(mark.getValue())))
                : Map.of();
    }

    private static Set<Long> ids(Object value) {
        Collection<?> ids = value instanceof Collection<?> several ? several : List.of();
        return ids.stream()
                .filter(Number.class::isInstance)
                .map(id -> ((Number) id).longValue())
                .collect(Collectors.toSet());
    }
}
