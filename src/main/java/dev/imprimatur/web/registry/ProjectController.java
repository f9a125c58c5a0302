package dev.imprimatur.web.registry;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
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

    /** Printable, so that it can be shown in CI logs; at most this many characters. */
    private static final String REASON = "[ -~]{1,500}";

    private final RegistryPaths paths;
    private final Projects projects;
    private final Publishers publishers;
    private final ProjectViews views;

    ProjectController(
            RegistryPaths paths, Projects projects, Publishers publishers, ProjectViews views) {
        this.paths = paths;
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
        String after = page.after() == null ? "" : page.after();
        List<RegisteredProject> rows =
                projects.page(paths.index(index), account.caller(), q, after, page.fetch());
        return Page.answer(page, rows, project -> project.name().normalized(), views::of);
    }

    @GetMapping("/{name}")
    ProjectView one(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account) {
        return views.of(paths.project(paths.index(index), name, account, Right.VIEW));
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
                        known, paths.newName(known, name), blockChange(change), account.actor());
        ProjectView view = views.of(done.project());
        return done.created()
                ? ResponseEntity.created(RegistryPaths.location(known, done.project().name()))
                        .body(view)
                : ResponseEntity.ok(view);
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
        RegisteredProject project = paths.project(known, name, account, Right.ADMIN);
        if (!publishers.removeProject(known, project.name(), account.actor())) {
            throw ProjectPaths.noProject();
        }
        return ResponseEntity.noContent().build();
    }

    private static Projects.@Nullable BlockChange blockChange(@Nullable ProjectChange change) {
        JsonNode reason = change == null ? null : change.blockedReason();
        if (reason == null || reason.isMissingNode()) {
            return null;
        }
        if (reason.isNull()) {
            return new Projects.BlockChange(null);
        }
        if (reason.isString() && reason.stringValue().matches(REASON)) {
            return new Projects.BlockChange(reason.stringValue());
        }
        String sentence = "The reason is 1 to 500 printable ASCII characters, or null to unblock";
        throw new ProblemException(
                Problem.of(ProblemCode.INVALID_FIELDS, sentence)
                        .withFields(
                                List.of(
                                        new Problem.InvalidField(
                                                "blocked_reason", "invalid", sentence))));
    }
}
