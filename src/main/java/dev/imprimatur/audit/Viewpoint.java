package dev.imprimatur.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;

/**
 * The project from which somebody looks at the audit log who may not read all of it.
 *
 * <p>Intent: events are found by a name, and a name may be waited for by several people, and may
 * have been somebody else's before. What concerned those is not for whoever has the name now.
 * Limit: where clocks of instances differ, what an earlier owner did in the last moment may show.
 *
 * @param project the project's id
 * @param indexId its package index
 * @param name its normalised name
 * @param since when it was made
 * @param pending whether it waits for its first upload: then only what is marked with it is its own
 */
public record Viewpoint(long project, String indexId, String name, Instant since, boolean pending) {

    /** What a mark says counts, and time only where there is none. */
    private static final String CONDITION =
            """
             AND CASE WHEN detail -> 'pending_projects' -> CAST(:ofName AS text) IS NULL
                      THEN at >= :made AND NOT CAST(:pending AS boolean)
                      ELSE detail -> 'pending_projects' -> CAST(:ofName AS text)
                           @> CAST(:ofProject AS jsonb)
                 END
            """;

    String condition() {
        return CONDITION;
    }

    Map<String, Object> parameters() {
        return Map.of(
                "ofName",
                name,
                "ofProject",
                "[%d]".formatted(project),
                "made",
                since.atOffset(ZoneOffset.UTC),
                "pending",
                pending);
    }

    /** What {@link #condition()} says, for what is in memory. */
    boolean shows(RecordedEvent recorded) {
        Set<Long> marked = PendingMarks.of(recorded.event()).get(name);
        return marked == null
                ? !pending && !recorded.at().isBefore(since)
                : marked.contains(project);
    }
}
