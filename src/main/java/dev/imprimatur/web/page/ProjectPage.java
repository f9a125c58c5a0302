package dev.imprimatur.web.page;

import dev.imprimatur.project.Right;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A project: which publishers it has and how it stands with them. */
@Controller
class ProjectPage {

    /** As many as a project may have; see {@link Publishers}. */
    private static final int ALL = 200;

    private final ProjectGate gate;
    private final Publishers publishers;
    private final Providers providers;
    private final Clock clock;

    ProjectPage(ProjectGate gate, Publishers publishers, Providers providers, Clock clock) {
        this.gate = gate;
        this.publishers = publishers;
        this.providers = providers;
        this.clock = clock;
    }

    @GetMapping("/_/projects/{index}/{name}")
    String show(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        List<RegisteredPublisher> rows = publishers.page(project.project(), 0, ALL);
        Instant now = clock.instant();
        model.addAttribute("project", project);
        model.addAttribute(
                "publishers",
                rows.stream().map(row -> ShownPublisher.of(row, providers, now)).toList());
        return "project/publishers";
    }
}
