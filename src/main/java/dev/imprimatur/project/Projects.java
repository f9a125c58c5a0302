package dev.imprimatur.project;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The registry of projects: every change here leaves its event. */
@Service
public class Projects {

    private final ProjectRepository projects;
    private final VisibleProjects visible;
    private final PendingProjects pending;
    private final RealProjects real;
    private final Access access;
    private final EventLog events;
    private final Clock clock;

    Projects(
            ProjectRepository projects,
            VisibleProjects visible,
            PendingProjects pending,
            RealProjects real,
            Access access,
            EventLog events,
            Clock clock) {
        this.projects = projects;
        this.visible = visible;
        this.pending = pending;
        this.real = real;
        this.access = access;
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
     * A place in the list of projects, which has several of a name where several people wait.
     *
     * @param normalizedName the name
     * @param id the project
     */
    public record PlaceInList(String normalizedName, long id) {}

    /**
     * A wish to block a project or to unblock it.
     *
     * @param reason why it is blocked; null: it is not any more
     */
    public record BlockChange(@Nullable String reason) {

        /** Printable, since it is shown in CI logs, and not blank; at most 500 characters. */
        private static final String REASON = "[!-~][ -~]{0,499}";

        /** Whether a text may be a reason. */
        public static boolean isReason(String text) {
            return text.matches(REASON);
        }
    }

    /**
     * The project that somebody means by a name: the real one, else the one that they wait with
     * themselves, else, for administrators, the oldest that anybody waits with. What they may not
     * see is not there.
     */
    @Transactional(readOnly = true)
    public Optional<RegisteredProject> find(PackageIndex index, ProjectName name, Caller caller) {
        return see(index, name, caller).map(Seen::project);
    }

    /** A project, and what whoever sees it may do with it. */
    public record Seen(RegisteredProject project, Right right) {}

    /** The same as {@link #find}, with the caller's right to it. */
    @Transactional(readOnly = true)
    public Optional<Seen> see(PackageIndex index, ProjectName name, Caller caller) {
        List<RegisteredProject> there = named(index, name);
        Map<Long, Right> rights = access.toAll(there, caller);
        return there.stream()
                .map(project -> new Seen(project, Objects.requireNonNull(rights.get(project.id()))))
                .filter(seen -> seen.right() != Right.NONE)
                .min(
                        Comparator.comparing((Seen seen) -> seen.project().isPending())
                                .thenComparing(seen -> !seen.project().isOwnOf(caller)));
    }

    /**
     * The projects that a caller may see, by their normalised names, the oldest of a name first.
     *
     * @param prefix in any spelling, what the names begin with; empty: all
     * @param after only those behind this one; null: from the first on
     * @param limit at most so many; fewer are the end of the list
     */
    // One view of the rows for both statements: a project that is removed between them would leave
    // a gap, which looks like the end.
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<RegisteredProject> page(
            PackageIndex index,
            Caller caller,
            String prefix,
            @Nullable PlaceInList after,
            int limit) {
        List<Long> ids = visible.page(index, caller, prefix, after, limit);
        Map<Long, RegisteredProject> rows = new HashMap<>();
        for (Project project : projects.findByIdIn(ids)) {
            RegisteredProject registered = project.registered();
            rows.put(registered.id(), registered);
        }
        return ids.stream().map(rows::get).map(Objects::requireNonNull).toList();
    }

    private List<RegisteredProject> named(PackageIndex index, ProjectName name) {
        return projects.named(index.id(), name.normalized(), clock.instant()).stream()
                .map(Project::registered)
                .toList();
    }

    /**
     * Registers a real project where it is not there, and holds it until the transaction ends.
     * Where the caller waits for the name, that project becomes a real one; others lose the name.
     *
     * @param change null: leaves it as blocked or unblocked as it is
     */
    @Transactional
    public Registration register(
            PackageIndex index, ProjectName name, @Nullable BlockChange change, Caller caller) {
        String actor = caller.actor();
        pending.lock(index.id(), name);
        boolean waited = real.becomeReal(index.id(), name, caller);
        boolean created =
                projects.ensure(index.id(), name.display(), name.normalized(), clock.instant());
        Project project = real(index, name);
        if (created) {
            pending.lose(index.id(), name, actor);
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
        return new Registration(project.registered(), created || waited);
    }

    /** Holds what {@link #find} finds until the transaction ends; empty where there is none. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<RegisteredProject> hold(PackageIndex index, ProjectName name, Caller caller) {
        pending.lockRows(index.id(), name);
        return find(index, name, caller);
    }

    /**
     * Holds a project that was seen until the transaction ends, and looks at the right to it again:
     * in the meantime it may have gone, or the caller have been removed from it.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holds(RegisteredProject seen, Caller caller, Right wanted) {
        pending.lockRows(seen.indexId(), seen.name());
        return projects.findById(seen.id())
                .map(Project::registered)
                .filter(held -> access.to(held, caller).contains(wanted))
                .isPresent();
    }

    /**
     * Removes a project that is held, and everything that hangs on it.
     *
     * @param lost what goes with it, for the event
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(RegisteredProject held, Map<String, ?> lost, String actor) {
        Project project = projects.findById(held.id()).orElseThrow();
        Map<String, Object> detail = new LinkedHashMap<>(lost);
        // Whoever is to be told afterwards: nobody is a member of a project that is gone.
        RegisteredProject.Pending waiting = held.pending();
        detail.put(
                "accounts",
                waiting == null
                        ? projects.owners(held.id())
                        : Stream.ofNullable(waiting.claimant()).toList());
        projects.delete(project);
        detail.put("name", held.name().display());
        write(EventType.PROJECT_REMOVED, project, actor, detail);
    }

    private Project real(PackageIndex index, ProjectName name) {
        return projects.named(index.id(), name.normalized(), clock.instant()).stream()
                .filter(project -> !project.registered().isPending())
                .findFirst()
                .orElseThrow();
    }

    private void write(EventType type, Project project, String actor, Map<String, ?> detail) {
        RegisteredProject registered = project.registered();
        events.record(
                new Event(
                                type,
                                actor,
                                registered.indexId(),
                                List.of(registered.name().normalized()),
                                detail)
                        .with(registered.marks()));
    }
}
