package dev.imprimatur.project;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whether a project takes uploads with an upload token alone.
 *
 * <p>Intent: once it is on, a long-lived credential that leaks is worth nothing for this project,
 * and whoever takes an owner's account over has to wait for all to see. Limit: it is the index that
 * refuses other credentials; we only say that it should.
 */
@Service
public class ProjectSettings {

    private static final String ON =
            """
            UPDATE project
               SET trusted_only = true, trusted_only_ends = NULL
             WHERE id = :project
               AND NOT (trusted_only AND trusted_only_ends IS NULL)
            """;

    private static final String END =
            """
            UPDATE project
               SET trusted_only_ends = :ends
             WHERE id = :project
               AND trusted_only AND trusted_only_ends IS NULL
            """;

    /** What somebody wishes who only waits for the name is nobody's business. */
    private static final String READ =
            """
            SELECT trusted_only, trusted_only_ends
              FROM project
             WHERE index_id = :index AND normalized_name = :name
               AND pending_until IS NULL
            """;

    private final JdbcClient jdbc;
    private final Projects projects;
    private final EventLog events;
    private final TrustedOnlyProperties properties;
    private final Clock clock;

    ProjectSettings(
            JdbcClient jdbc,
            Projects projects,
            EventLog events,
            TrustedOnlyProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.projects = projects;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    /** Whether the index is to refuse an upload that comes without an upload token. */
    public boolean tokenRequired(PackageIndex index, ProjectName name) {
        return jdbc
                .sql(READ)
                .param("index", index.id())
                .param("name", name.normalized())
                .query(
                        (row, number) ->
                                wish(
                                        row.getBoolean("trusted_only"),
                                        row.getObject("trusted_only_ends", OffsetDateTime.class)))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .anyMatch(wish -> wish.holds(clock.instant()));
    }

    /** Switches it on at once; false where the caller lost the right to it in this very moment. */
    @Transactional
    public boolean requireToken(RegisteredProject project, Caller caller) {
        if (!projects.holds(project, caller, Right.OWN)) {
            return false;
        }
        if (jdbc.sql(ON).param("project", project.id()).update() == 1) {
            write(EventType.PROJECT_TRUSTED_ONLY_ON, project, caller.actor(), Map.of());
        }
        return true;
    }

    /**
     * Switches it off, which takes effect after the cool-down; one that goes on, goes on. False
     * where the caller lost the right to it in this very moment.
     */
    @Transactional
    public boolean stopRequiringToken(RegisteredProject project, Caller caller) {
        if (!projects.holds(project, caller, Right.OWN)) {
            return false;
        }
        Instant ends = clock.instant().plus(properties.coolDown());
        boolean changed =
                jdbc.sql(END)
                                .param("project", project.id())
                                .param("ends", ends.atOffset(ZoneOffset.UTC))
                                .update()
                        == 1;
        if (changed) {
            write(
                    EventType.PROJECT_TRUSTED_ONLY_ENDING,
                    project,
                    caller.actor(),
                    Map.of("ends", ends.toString()));
        }
        return true;
    }

    private void write(
            EventType type, RegisteredProject project, String actor, Map<String, ?> detail) {
        events.record(
                new Event(
                                type,
                                actor,
                                project.indexId(),
                                List.of(project.name().normalized()),
                                detail)
                        .with(project.marks()));
    }

    private static Optional<TrustedOnly> wish(boolean on, @Nullable OffsetDateTime ends) {
        return on
                ? Optional.of(new TrustedOnly(ends == null ? null : ends.toInstant()))
                : Optional.empty();
    }
}
