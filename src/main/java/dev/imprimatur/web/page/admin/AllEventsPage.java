package dev.imprimatur.web.page.admin;

import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.page.Listing;
import dev.imprimatur.web.page.ShownEvent;
import dev.imprimatur.web.registry.EventQuestion;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** All that happened, for those who may read everything. */
@Controller
class AllEventsPage {

    private static final List<String> TYPES =
            Arrays.stream(EventType.values()).map(EventType::wireName).sorted().toList();

    private final ProjectPaths gate;
    private final EventReader events;
    private final Indexes indexes;

    AllEventsPage(ProjectPaths gate, EventReader events, Indexes indexes) {
        this.gate = gate;
        this.events = events;
        this.indexes = indexes;
    }

    /**
     * What the form asks for.
     *
     * @param since the first day, in UTC
     * @param until the last day, in UTC
     */
    public record Filters(
            @Nullable String index,
            @Nullable String project,
            @Nullable List<String> type,
            @Nullable String actor,
            @Nullable String attempt,
            @Nullable String since,
            @Nullable String until) {

        /** Whether anything is left out, so that an empty list is none of the whole log. */
        public boolean narrow() {
            return !question().equals(new EventQuestion(null, null, null, null, null, null, null));
        }

        EventQuestion question() {
            return new EventQuestion(
                    filled(index),
                    filled(project),
                    type == null || type.stream().allMatch(String::isEmpty)
                            ? null
                            : type.stream().filter(each -> !each.isEmpty()).toList(),
                    filled(actor),
                    filled(attempt),
                    midnight(since, 0),
                    midnight(until, 1));
        }

        private static @Nullable String filled(@Nullable String text) {
            return text == null || text.isBlank() ? null : text.strip();
        }

        /** What is no day is left as it is, for the question to say so. */
        private static @Nullable String midnight(@Nullable String day, int later) {
            String text = filled(day);
            try {
                return text == null ? null : LocalDate.parse(text).plusDays(later) + "T00:00:00Z";
            } catch (DateTimeException e) {
                return text;
            }
        }
    }

    @GetMapping("/_/admin/events")
    String show(
            @ModelAttribute("filters") Filters filters,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletResponse response) {
        gate.requireAdmin(account.caller());
        model.addAttribute("indexes", indexes.all().stream().map(PackageIndex::id).toList());
        model.addAttribute("types", TYPES);
        try {
            List<RecordedEvent> rows =
                    events.newestFirst(
                            filters.question().filter(indexes),
                            page.afterId().orElse(Long.MAX_VALUE),
                            page.fetch());
            model.addAttribute(
                    "events", Listing.of(page, rows, RecordedEvent::id, ShownEvent::whole));
        } catch (ProblemException e) {
            response.setStatus(e.problem().status());
            model.addAttribute("wrong", e.problem().detail());
            model.addAttribute("events", new Listing<>(List.of(), null, true));
        }
        return "admin/events";
    }
}
