package dev.imprimatur.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log, not yet written.
 *
 * @param type what happened
 * @param actor who did it: {@code account:…}, {@code api-token:…}, {@code index:…}, {@code
 *     workload:…} or {@code system}
 * @param indexId the package index that it concerns; null: none or all
 * @param projects the normalised names of the projects that it concerns
 * @param detail the facts, by the type; never a secret
 */
public record Event(
        EventType type,
        String actor,
        @Nullable String indexId,
        List<String> projects,
        Map<String, ?> detail) {

    /** The same with one fact more. */
    public Event with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(detail);
        more.put(name, value);
        return new Event(type, actor, indexId, projects, more);
    }

    /** The same with these facts more. */
    public Event with(Map<String, ?> facts) {
        Map<String, Object> more = new LinkedHashMap<>(detail);
        more.putAll(facts);
        return new Event(type, actor, indexId, projects, more);
    }
}
