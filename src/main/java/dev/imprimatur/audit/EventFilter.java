package dev.imprimatur.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which events are asked for; null, and no types, ask for all.
 *
 * @param indexId of this package index
 * @param project of this project, by its normalised name
 * @param types of one of these types
 * @param actor done by exactly this one
 * @param attempt the refusal with this id
 * @param since not before this
 * @param until before this
 * @param viewpoint what is not for those who look from there is left out; null: nothing
 */
public record EventFilter(
        @Nullable String indexId,
        @Nullable String project,
        Set<EventType> types,
        @Nullable String actor,
        @Nullable String attempt,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Viewpoint viewpoint) {

    /** For whoever may read all of them. */
    public EventFilter(
            @Nullable String indexId,
            @Nullable String project,
            Set<EventType> types,
            @Nullable String actor,
            @Nullable String attempt,
            @Nullable Instant since,
            @Nullable Instant until) {
        this(indexId, project, types, actor, attempt, since, until, null);
    }

    /** All there are. */
    public static final EventFilter ALL =
            new EventFilter(null, null, Set.of(), null, null, null, null);

    /** All of one type. */
    public static EventFilter of(EventType type) {
        return new EventFilter(null, null, Set.of(type), null, null, null, null);
    }

    /** Those of them that are for whoever looks from a project, all of that project. */
    public EventFilter from(Viewpoint from) {
        return new EventFilter(
                from.indexId(), from.name(), types, actor, attempt, since, until, from);
    }

    /** Whether this is one of them: what {@link #conditions()} says, for what is in memory. */
    boolean matches(RecordedEvent recorded) {
        Event event = recorded.event();
        return (indexId == null || indexId.equals(event.indexId()))
                && (project == null || event.projects().contains(project))
                && (types.isEmpty() || types.contains(event.type()))
                && (actor == null || actor.equals(event.actor()))
                && (attempt == null || attempt.equals(event.detail().get("attempt")))
                && (since == null || !recorded.at().isBefore(since))
                && (until == null || recorded.at().isBefore(until))
                && (viewpoint == null || viewpoint.shows(recorded));
    }

    /** Only what is asked for, so that each question finds the index that is made for it. */
    String conditions() {
        return (types.isEmpty() ? "" : " AND type = ANY (:types)") + conditionsButTypes();
    }

    /** The same, where types are seen to already. */
    String conditionsButTypes() {
        return (indexId == null ? "" : " AND index_id = :index")
                + (project == null ? "" : " AND projects @> CAST(:projects AS text[])")
                + conditionsOnly();
    }

    /** The same, where index and project are seen to as well. */
    String conditionsOnly() {
        List<String> conditions = new ArrayList<>();
        if (actor != null) {
            conditions.add("actor = :actor");
        }
        if (attempt != null) {
            conditions.add("detail ->> 'attempt' = :attempt");
        }
        if (since != null) {
            conditions.add("at >= :since");
        }
        if (until != null) {
            conditions.add("at < :until");
        }
        String all = conditions.stream().map(" AND "::concat).collect(Collectors.joining());
        return viewpoint == null ? all : all + "\n" + viewpoint.condition();
    }

    Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (indexId != null) {
            parameters.put("index", indexId);
        }
        if (project != null) {
            parameters.put("projects", new String[] {project});
        }
        if (!types.isEmpty()) {
            parameters.put("types", types.stream().map(EventType::wireName).toArray(String[]::new));
        }
        if (actor != null) {
            parameters.put("actor", actor);
        }
        if (attempt != null) {
            parameters.put("attempt", attempt);
        }
        if (since != null) {
            parameters.put("since", since.atOffset(ZoneOffset.UTC));
        }
        if (until != null) {
            parameters.put("until", until.atOffset(ZoneOffset.UTC));
        }
        if (viewpoint != null) {
            parameters.putAll(viewpoint.parameters());
        }
        return parameters;
    }
}
