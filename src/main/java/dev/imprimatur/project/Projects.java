package dev.imprimatur.project;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The registry of projects: every change here leaves its event. */
@Service
public class Projects {

    private final ProjectRepository projects;
    private final ProjectRows rows;
    private final EventLog events;
    private final Clock clock;

    Projects(ProjectRepository projects, ProjectRows rows, EventLog events, Clock clock) {
        this.projects = projects;
        this.rows = rows;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What registering a project comes to.
     *
     * @param created whether it was not there before
     */
    public record Registration(RegisteredProject project, boolean created) {}

    /**
     * A wish to block a project or to unblock it.
     *
     * @param reason why it is blocked; null: it is not any more
     */
    public record BlockChange(@Nullable String reason) {}

    /** The project of this name. */
    @Transactional(readOnly = true)
    public Optional<RegisteredProject> find(PackageIndex index, ProjectName name) {
        return row(index, name).map(Project::registered);
    }

    /**
     * Projects by their normalised names.
     *
     * @param prefix in any spelling, what the names begin with; empty: all
     * @param after only those behind this normalised name; empty: from the first on
     * @param limit at most so many
     */
    @Transactional(readOnly = true)
    public List<RegisteredProject> page(
            PackageIndex index, String prefix, String after, int limit) {
        String pattern =
                index.ecosystem().normalize(prefix).replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return projects.page(index.id(), pattern, after, Limit.of(limit)).stream()
                .map(Project::registered)
                .toList();
    }

    /**
     * Registers a project where it is not there, and holds it until the transaction ends.
     *
     * @param change null: leaves it as blocked or unblocked as it is
     */
    @Transactional
    public Registration register(
            PackageIndex index, ProjectName name, @Nullable BlockChange change, String actor) {
        boolean created =
                projects.ensure(index.id(), name.display(), name.normalized(), clock.instant());
        Project project = row(index, name).orElseThrow();
        if (created) {
            write(EventType.PROJECT_CREATED, project, actor, Map.of("name", name.display()));
        }
        if (change != null && !Objects.equals(change.reason(), project.blockedReason())) {
            project.block(change.reason());
            if (change.reason() == null) {
                write(EventType.PROJECT_UNBLOCKED, project, actor, Map.of());
            } else {
                write(EventType.PROJECT_BLOCKED, project, actor, Map.of("reason", change.reason()));
            }
        }
        return new Registration(project.registered(), created);
    }

    /**
     * Registers many projects where they are not there, and holds all of them until the transaction
     * ends: in the order of their names, so that two who do this never wait for each other.
     *
     * @return the projects by their normalised names
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<String, RegisteredProject> registerAll(
            PackageIndex index, Collection<ProjectName> names, String actor) {
        List<Registration> registered = rows.ensureAll(index.id(), names, clock.instant());
        events.recordAll(
                registered.stream()
                        .filter(Registration::created)
                        .map(Registration::project)
                        .map(
                                project ->
                                        new Event(
                                                EventType.PROJECT_CREATED,
                                                actor,
                                                project.indexId(),
                                                List.of(project.name().normalized()),
                                                Map.of("name", project.name().display())))
                        .toList());
        return registered.stream()
                .map(Registration::project)
                .collect(Collectors.toMap(p -> p.name().normalized(), project -> project));
    }

    /** Holds a project until the transaction ends; empty where there is none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<RegisteredProject> hold(PackageIndex index, ProjectName name) {
        return projects.hold(index.id(), name.normalized()).flatMap(id -> find(index, name));
    }

    /**
     * Removes a project that is held, and everything that hangs on it.
     *
     * @param lost what goes with it, for the event
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(
            PackageIndex index, RegisteredProject held, Map<String, ?> lost, String actor) {
        Project project = row(index, held.name()).orElseThrow();
        projects.delete(project);
        Map<String, Object> detail = new LinkedHashMap<>(lost);
        detail.put("name", held.name().display());
        write(EventType.PROJECT_REMOVED, project, actor, detail);
    }

    private Optional<Project> row(PackageIndex index, ProjectName name) {
        return projects.findByIndexIdAndNormalizedName(index.id(), name.normalized());
    }

    private void write(EventType type, Project project, String actor, Map<String, ?> detail) {
        RegisteredProject registered = project.registered();
        events.record(
                new Event(
                        type,
                        actor,
                        registered.indexId(),
                        List.of(registered.name().normalized()),
                        detail));
    }
}
