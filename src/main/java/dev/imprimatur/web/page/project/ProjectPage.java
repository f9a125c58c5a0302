package dev.imprimatur.web.page.project;

import dev.imprimatur.audit.ActivityReader;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.PatternPublishers;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.page.ProjectGate;
import dev.imprimatur.web.page.ShownProject;
import dev.imprimatur.web.page.Who;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A project: which publishers it has, how it stands with them, and how busy it was. */
@Controller
class ProjectPage {

    /** More than a project may have; of those for patterns, as many as anybody reads. */
    private static final int ALL = 200;

    private final ProjectGate gate;
    private final Publishers publishers;
    private final PatternPublishers patterns;
    private final Providers providers;
    private final ActivityReader activity;
    private final Clock clock;

    ProjectPage(
            ProjectGate gate,
            Publishers publishers,
            PatternPublishers patterns,
            Providers providers,
            ActivityReader activity,
            Clock clock) {
        this.gate = gate;
        this.publishers = publishers;
        this.patterns = patterns;
        this.providers = providers;
        this.activity = activity;
        this.clock = clock;
    }

    @GetMapping("/_/projects/{index}/{name}")
    String show(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account,
            Locale language,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.VIEW);
        model.addAttribute("project", project);
        RegisteredProject.Pending pending = project.project().pending();
        if (pending != null) {
            model.addAttribute("pendingBy", Who.of(pending.by()));
        }
        model.addAttribute("publishers", cards(publishers.page(project.project(), 0, ALL)));
        model.addAttribute("forPatterns", cards(covering(project, account)));
        model.addAttribute(
                "activity", ActivityChart.of(activity.of(project.project().viewpoint()), language));
        return "project/publishers";
    }

    /** Those for patterns of names are good for real projects alone. */
    private List<RegisteredPublisher> covering(ShownProject project, AccountPrincipal account) {
        if (project.project().isPending()) {
            return List.of();
        }
        return patterns.page(project.index(), 0, ALL, account.caller()).stream()
                .filter(publisher -> covers(publisher, project))
                .toList();
    }

    private static boolean covers(RegisteredPublisher publisher, ShownProject project) {
        return publisher.projects() != null
                && new NamePattern(publisher.projects()).matches(project.project().name());
    }

    private List<PublisherCard> cards(List<RegisteredPublisher> rows) {
        Instant now = clock.instant();
        return rows.stream().map(row -> PublisherCard.of(row, providers, now)).toList();
    }
}
