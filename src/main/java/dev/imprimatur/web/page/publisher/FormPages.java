package dev.imprimatur.web.page.publisher;

import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.page.workflow.WorkflowFiles;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the pages with a publisher's form have in common. */
@Component
class FormPages {

    private final WorkflowFiles workflows;
    private final Clock clock;

    FormPages(WorkflowFiles workflows, Clock clock) {
        this.workflows = workflows;
        this.clock = clock;
    }

    /** Gives a page the form, and the workflow file that fits what is filled in. */
    void fill(Model model, PublishersOf publishers, ShownForm form) {
        model.addAttribute("of", publishers);
        model.addAttribute("form", form);
        model.addAttribute(
                "workflow", workflows.of(publishers.index(), form.provider(), form.values()));
    }

    /** Has the next page say what became of it, whether it is bound, and what else was noticed. */
    void say(
            HttpServletRequest request,
            String key,
            RegisteredPublisher publisher,
            List<String> notes,
            List<String> warnings) {
        List<String> more = new ArrayList<>(notes);
        more.addAll(warnings);
        List<String> sentences = more.stream().map(FormPages::sentence).toList();
        Said.next(
                request,
                "publisher.said.%s.%s"
                        .formatted(key, publisher.pinState(clock.instant()).wireName()),
                String.join(" ", sentences));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }
}
