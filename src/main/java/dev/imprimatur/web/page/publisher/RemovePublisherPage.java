package dev.imprimatur.web.page.publisher;

import dev.imprimatur.project.Right;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.PublisherChanges;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.page.ProjectGate;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.page.ShownProject;
import dev.imprimatur.web.page.ShownPublisher;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Asks whether a publisher is to go, shows what it says, and removes it. */
@Controller
class RemovePublisherPage {

    private static final String PATH = "/_/projects/{index}/{name}/publishers/{id}/remove";
    private static final String ASK = "publisher/remove";

    private final ProjectGate gate;
    private final Publishers publishers;
    private final PublisherChanges changes;
    private final Providers providers;
    private final Clock clock;

    RemovePublisherPage(
            ProjectGate gate,
            Publishers publishers,
            PublisherChanges changes,
            Providers providers,
            Clock clock) {
        this.gate = gate;
        this.publishers = publishers;
        this.changes = changes;
        this.providers = providers;
        this.clock = clock;
    }

    @GetMapping(PATH)
    String ask(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        return page(gate.enter(index, name, account, Right.PUBLISH), id, model);
    }

    @PostMapping(PATH)
    String remove(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @RequestParam long version,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        ShownProject project = gate.enter(index, name, account, Right.PUBLISH);
        return switch (changes.remove(
                project.project(), id, seen -> seen == version, account.caller())) {
            case REMOVED -> {
                Said.next(request, "publisher.said.removed");
                yield "redirect:" + project.path();
            }
            case STALE -> {
                response.setStatus(409);
                model.addAttribute("stale", true);
                yield page(project, id, model);
            }
            case MISSING -> throw EditPublisherPage.none();
        };
    }

    private String page(ShownProject project, long id, Model model) {
        RegisteredPublisher publisher =
                publishers.find(project.project(), id).orElseThrow(EditPublisherPage::none);
        model.addAttribute("of", EditPublisherPage.of(project));
        model.addAttribute("shown", ShownPublisher.of(publisher, providers, clock.instant()));
        return ASK;
    }
}
