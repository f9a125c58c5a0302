package dev.imprimatur.web.registry;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.registry.ProjectViews.ProjectView;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Projects of an index: list, read, register, block and unblock, remove. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/projects")
class ProjectController {

    private final RegistryPaths paths;
    private final ProjectPaths projectPaths;
    private final Projects projects;
    private final Publishers publishers;
    private final ProjectViews views;

    ProjectController(
            RegistryPaths paths,
            ProjectPaths projectPaths,
            Projects projects,
            Publishers publishers,
            ProjectViews views) {
        this.paths = paths;
        this.projectPaths = projectPaths;
        this.projects = projects;
        this.publishers = publishers;
        this.views = views;
    }

    /** A member that is left out changes nothing; one that is null unblocks. */
    record ProjectChange(@Nullable JsonNode blockedReason) {}

    @GetMapping
    ResponseEntity<Page<ProjectView>> list(
            @PathVariable String index,
            @RequestParam(defaultValue = "") String q,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegistryPaths.requireShort("q", q);
        List<RegisteredProject> rows =
                projects.page(
                        paths.index(index),
                        account.caller(),
                        q,
                        page.after() == null ? null : place(page.after()),
                        page.fetch());
        return Page.answer(
                page, rows, project -> project.id() + ":" + project.name().normalized(), views::of);
    }

    @GetMapping("/{name}")
    ResponseEntity<ProjectView> one(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project = paths.project(paths.index(index), name, account, Right.VIEW);
        ProjectView view = views.of(project);
        return ResponseEntity.ok().eTag(view.tag()).body(view);
    }

    /** For administrators alone, who also block. */
    @PutMapping("/{name}")
    ResponseEntity<ProjectView> put(
            @PathVariable String index,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable ProjectChange change,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        if (!account.caller().isAdmin()) {
            paths.project(known, name, account, Right.ADMIN);
        }
        Projects.Registration done =
                projects.register(
                        known,
                        ProjectPaths.newName(known, name),
                        blockChange(change),
                        account.caller());
        ProjectView view = views.of(done.project());
        return (done.created()
                        ? ResponseEntity.created(
                                RegistryPaths.location(known, done.project().name()))
                        : ResponseEntity.ok())
                .eTag(view.tag())
                .body(view);
    }

    /**
     * For administrators alone. Intent: a name that is free again could be claimed by somebody
     * else, and a blocked project must not be unblocked by registering it anew.
     */
    @DeleteMapping("/{name}")
    ResponseEntity<Void> remove(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        RegisteredProject project = paths.project(known, name, account, Right.OWN);
        // Whoever waits for a name may let it go; a real project has files in the index.
        projectPaths.require(
                project, account.caller(), project.isPending() ? Right.OWN : Right.ADMIN);
        if (!publishers.removeProject(known, project, account.caller())) {
            throw ProjectPaths.noProject();
        }
        return ResponseEntity.noContent().build();
    }

    private static Projects.PlaceInList place(String key) {
        int colon = key.indexOf(':');
        try {
            return new Projects.PlaceInList(
                    key.substring(colon + 1), Long.parseLong(key, 0, Math.max(colon, 0), 10));
        } catch (NumberFormatException e) {
            throw PageQuery.malformed();
        }
    }

    private static Projects.@Nullable BlockChange blockChange(@Nullable ProjectChange change) {
        JsonNode reason = change == null ? null : change.blockedReason();
        if (reason == null || reason.isMissingNode()) {
            return null;
        }
        if (reason.isNull()) {
            return new Projects.BlockChange(null);
        }
        if (reason.isString() && Projects.BlockChange.isReason(reason.stringValue())) {
            return new Projects.BlockChange(reason.stringValue());
        }
        throw ProblemException.invalidField(
                "blocked_reason",
                "The reason is 1 to 500 printable ASCII characters, the first no blank; or null"
                        + " to unblock");
    }
}
