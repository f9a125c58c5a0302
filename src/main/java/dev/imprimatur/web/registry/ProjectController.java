package dev.imprimatur.web.registry;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import java.time.Instant;
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

    ProjectController(RegistryPaths paths, Projects projects, Publishers publishers) {
        this.paths = paths;
        this.projects = projects;
        this.publishers = publishers;
    }

    record ProjectView(
            String index,
            String name,
            String normalizedName,
            @Nullable String blockedReason,
            Instant createdAt) {

        static ProjectView of(RegisteredProject project) {
            return new ProjectView(
                    project.indexId(),
                    project.name().display(),
                    project.name().normalized(),
                    project.blockedReason(),
                    project.createdAt());
        }
    }

    /** A member that is left out changes nothing; one that is null unblocks. */
    record ProjectChange(@Nullable JsonNode blockedReason) {}

    @GetMapping
    ResponseEntity<Page<ProjectView>> list(
            @PathVariable String index, @RequestParam(defaultValue = "") String q, PageQuery page) {
        String after = page.after() == null ? "" : page.after();
        List<RegisteredProject> rows = projects.page(paths.index(index), q, after, page.fetch());
        return Page.answer(page, rows, project -> project.name().normalized(), ProjectView::of);
    }

    @GetMapping("/{name}")
    ResponseEntity<ProjectView> one(@PathVariable String index, @PathVariable String name) {
        RegisteredProject project = paths.project(paths.index(index), name);
        return ResponseEntity.ok()
                .eTag(IfMatch.tag(project.version()))
                .body(ProjectView.of(project));
    }

    @PutMapping("/{name}")
    ResponseEntity<ProjectView> put(
            @PathVariable String index,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable ProjectChange change,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        Projects.Registration done =
                projects.register(
                        known, paths.newName(known, name), blockChange(change), account.actor());
        ProjectView view = ProjectView.of(done.project());
        return (done.created()
                        ? ResponseEntity.created(
                                RegistryPaths.location(known, done.project().name()))
                        : ResponseEntity.ok())
                .eTag(IfMatch.tag(done.project().version()))
                .body(view);
    }

    @DeleteMapping("/{name}")
    ResponseEntity<Void> remove(
            @PathVariable String index,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        if (!publishers.removeProject(known, paths.name(known, name), account.actor())) {
            throw RegistryPaths.noProject();
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
