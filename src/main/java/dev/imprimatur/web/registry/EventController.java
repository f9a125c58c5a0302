package dev.imprimatur.web.registry;

import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventReader;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.project.EventSight;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The audit log: a page of it, all of it, or what happens from now on. */
@RestController
class EventController {

    private final EventAccess access;
    private final EventReader events;
    private final EventLines lines;
    private final EventStream stream;
    private final Indexes indexes;

    EventController(
            EventAccess access,
            EventReader events,
            EventLines lines,
            EventStream stream,
            Indexes indexes) {
        this.access = access;
        this.events = events;
        this.lines = lines;
        this.stream = stream;
        this.indexes = indexes;
    }

    /** Null: the answer is written already, line by line. */
    @GetMapping("/_/api/v1/events")
    @Nullable ResponseEntity<Page<EventView>> list(
            @ModelAttribute EventQuestion question,
            PageQuery page,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpMethod method,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        EventSight sight = access.require(question.index(), question.project(), account.caller());
        EventFilter filter = sight.of(question.filter(indexes));
        EventFormat format =
                method.equals(HttpMethod.HEAD) ? EventFormat.PAGE : EventFormat.of(accept);
        BooleanSupplier mayStill =
                () -> access.stillAllows(sight, question.index(), question.project(), account);
        switch (format) {
            case PAGE -> {
                List<RecordedEvent> rows =
                        events.newestFirst(
                                filter, page.afterId().orElse(Long.MAX_VALUE), page.fetch());
                return Page.answer(
                        page, rows, RecordedEvent::id, event -> EventView.of(sight.of(event)));
            }
            case LINES -> lines.write(filter, sight, mayStill, response);
            case STREAM -> stream.write(filter, id(lastEventId), sight, mayStill, response);
        }
        return null;
    }

    private static @Nullable Long id(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return null;
        }
        if (!lastEventId.matches("[0-9]{1,18}")) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            "The header Last-Event-ID must be the id of an event"));
        }
        return Long.valueOf(lastEventId);
    }
}
