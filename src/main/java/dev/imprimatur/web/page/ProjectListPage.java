package dev.imprimatur.web.page;

import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The projects that somebody may see. */
@Controller
class ProjectListPage {

    private final Projects projects;
    private final Indexes indexes;

    ProjectListPage(Projects projects, Indexes indexes) {
        this.projects = projects;
        this.indexes = indexes;
    }

    @GetMapping("/_/projects")
    String show(
            @RequestParam(defaultValue = "") String q,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        PackageIndex index = indexes.all().iterator().next();
        List<RegisteredProject> rows = projects.page(index, account.caller(), q, null, 50);
        model.addAttribute("q", q);
        model.addAttribute("projects", rows);
        return "projects";
    }
}
