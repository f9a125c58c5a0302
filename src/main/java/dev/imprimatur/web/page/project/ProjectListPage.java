package dev.imprimatur.web.page.project;

import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.ListedProject;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectList;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.page.Listing;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The projects that somebody may see, theirs first. */
@Controller
class ProjectListPage {

    private static final int LONGEST_SEARCH = 300;

    private final ProjectList projects;
    private final Indexes indexes;
    private final IndexPaths indexPaths;

    ProjectListPage(ProjectList projects, Indexes indexes, IndexPaths indexPaths) {
        this.projects = projects;
        this.indexes = indexes;
        this.indexPaths = indexPaths;
    }

    /**
     * Projects under one heading.
     *
     * @param heading as texts are called; null: there is nothing to tell apart
     */
    record Group(@Nullable String heading, List<ListedProject> projects) {}

    @GetMapping("/_/projects")
    String show(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String index,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        if (q.length() > LONGEST_SEARCH) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            "A search has at most %d characters".formatted(LONGEST_SEARCH)));
        }
        PackageIndex only = index.isEmpty() ? null : indexPaths.index(index);
        List<ListedProject> rows =
                projects.page(
                        account.caller(),
                        new ProjectList.Wanted(only, q),
                        place(page),
                        page.fetch());
        Listing<ListedProject> list =
                Listing.of(page, rows, project -> project.place().text(), Function.identity());
        boolean seesOthers = account.caller().account() != null && account.caller().administrator();
        model.addAttribute("q", q);
        model.addAttribute("index", index);
        model.addAttribute("indexes", indexes.all().stream().map(PackageIndex::id).toList());
        model.addAttribute("list", list);
        model.addAttribute("groups", groups(list.items(), seesOthers));
        model.addAttribute("filtered", !q.isBlank() || only != null);
        return "projects";
    }

    private static ProjectList.@Nullable Place place(PageQuery page) {
        return page.after() == null
                ? null
                : ProjectList.Place.of(page.after()).orElseThrow(PageQuery::malformed);
    }

    private static List<Group> groups(List<ListedProject> projects, boolean seesOthers) {
        if (!seesOthers) {
            return List.of(new Group(null, projects));
        }
        return List.of(
                        new Group(
                                "projects.theirs",
                                projects.stream().filter(ListedProject::isTheirs).toList()),
                        new Group(
                                "projects.others",
                                projects.stream().filter(project -> !project.isTheirs()).toList()))
                .stream()
                .filter(group -> !group.projects().isEmpty())
                .toList();
    }
}
