package dev.imprimatur.web.page.project;

import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.project.EventSight;
import dev.imprimatur.project.Right;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.page.Listing;
import dev.imprimatur.web.page.ProjectGate;
import dev.imprimatur.web.page.ShownEvent;
import dev.imprimatur.web.page.ShownProject;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** What happened to a project, the newest first, for all who may see it. */
@Controller
class EventsPage {

    /** Those are about no project. */
    private static final Set<EventType> ELSEWHERE =
            Set.of(
                    EventType.ACCOUNT_CREATED,
                    EventType.NOTIFICATIONS_CHANGED,
                    EventType.SWITCH_CHANGED,
                    EventType.PREFIX_OWNER_ADDED,
                    EventType.PREFIX_OWNER_REMOVED,
                    EventType.API_TOKEN_CREATED,
                    EventType.API_TOKEN_LEAKED,
                    EventType.API_TOKEN_REMOVED);

    private static final List<String> TYPES =
            Arrays.stream(EventType.values())
                    .filter(type -> !ELSEWHERE.contains(type))
                    .map(EventType::wireName)
                    .toList();

    private final ProjectGate gate;
    private final EventReader events;

    EventsPage(ProjectGate gate, EventReader events) {
        this.gate = gate;
        this.events = events;
    }

    @GetMapping("/_/projects/{index}/{name}/events")
    String show(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String type,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        // An administrator, too, sees here what its maintainers see; the rest is on a page of
        // theirs.
        EventSight sight = new EventSight(project.project(), account.caller());
        List<RecordedEvent> rows =
                events.newestFirst(
                        sight.of(filter(type)),
                        page.afterId().orElse(Long.MAX_VALUE),
                        page.fetch());
        model.addAttribute("project", project);
        model.addAttribute("type", type);
        model.addAttribute("types", TYPES);
        model.addAttribute(
                "list",
                Listing.of(
                        page,
                        rows,
                        RecordedEvent::id,
                        event -> ShownEvent.toPeople(sight.of(event))));
        return "project/events";
    }

    private static EventFilter filter(String type) {
        return type.isEmpty()
                ? EventFilter.ALL
                : EventFilter.of(
                        EventType.of(type)
                                .orElseThrow(
                                        () ->
                                                new ProblemException(
                                                        Problem.of(
                                                                ProblemCode.INVALID_REQUEST,
                                                                "There are no events of this"
                                                                        + " type"))));
    }
}
