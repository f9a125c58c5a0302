package dev.imprimatur.web.registry;

import dev.imprimatur.account.Caller;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Right;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log, the newest first. */
@RestController
class EventController {

    private final EventLog events;
    private final Indexes indexes;
    private final IndexPaths indexPaths;
    private final ProjectPaths projects;

    EventController(
            EventLog events, Indexes indexes, IndexPaths indexPaths, ProjectPaths projects) {
        this.events = events;
        this.indexes = indexes;
        this.indexPaths = indexPaths;
        this.projects = projects;
    }

    record EventView(
            long id,
            Instant at,
            String type,
            String actor,
            @Nullable String index,
            List<String> projects,
            Map<String, ?> detail) {

        static EventView of(RecordedEvent recorded) {
            return new EventView(
                    recorded.id(),
                    recorded.at(),
                    recorded.event().type().wireName(),
                    recorded.event().actor(),
                    recorded.event().indexId(),
                    recorded.event().projects(),
                    recorded.event().detail());
        }
    }

    @GetMapping("/_/api/v1/events")
    ResponseEntity<Page<EventView>> list(
            @RequestParam(required = false) @Nullable String index,
            @RequestParam(required = false) @Nullable String project,
            @RequestParam(required = false) @Nullable String type,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegistryPaths.requireShort("index", index);
        RegistryPaths.requireShort("project", project);
        requireMayRead(index, project, account.caller());
        EventLog.Filter filter =
                new EventLog.Filter(
                        index,
                        project == null ? null : normalized(index, project),
                        type == null ? null : type(type));
        List<RecordedEvent> rows =
                events.page(filter, page.afterId().orElse(Long.MAX_VALUE), page.fetch());
        return Page.answer(page, rows, RecordedEvent::id, EventView::of);
    }

    /** Who may not read all events names one project that they may see. */
    private void requireMayRead(@Nullable String index, @Nullable String project, Caller caller) {
        if (caller.isAdmin()) {
            return;
        }
        if (index == null || project == null) {
            throw ProjectPaths.forbidden(
                    "Only an administrator may read the events of all projects: name one with the"
                            + " parameters index and project");
        }
        projects.project(indexPaths.index(index), project, caller, Right.VIEW);
    }

    /** Any spelling where the index is named; without it nobody knows which rules hold. */
    private String normalized(@Nullable String index, String project) {
        return Optional.ofNullable(index)
                .flatMap(indexes::ofId)
                .flatMap(known -> known.projectName(project))
                .map(ProjectName::normalized)
                .orElse(project);
    }

    private static EventType type(String name) {
        return Arrays.stream(EventType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        Problem.of(
                                                ProblemCode.INVALID_REQUEST,
                                                "There are no events of this type")));
    }
}
