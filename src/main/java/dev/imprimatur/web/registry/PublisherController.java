package dev.imprimatur.web.registry;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.Change;
import dev.imprimatur.publisher.PublisherChanges;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trusted publishers of a project: list, read, add, edit, or only check, remove. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/projects/{name}/publishers")
class PublisherController {

    private final RegistryPaths paths;
    private final Publishers publishers;
    private final PublisherChanges changes;
    private final PublisherAnswers answers;

    PublisherController(
            RegistryPaths paths,
            Publishers publishers,
            PublisherChanges changes,
            PublisherAnswers answers) {
        this.paths = paths;
        this.publishers = publishers;
        this.changes = changes;
        this.answers = answers;
    }

    @GetMapping
    ResponseEntity<Page<PublisherView>> list(
            @PathVariable String index,
            @PathVariable String name,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project = paths.project(paths.index(index), name, account, Right.VIEW);
        long after = page.afterId().orElse(0);
        return Page.answer(
                page,
                publishers.page(project, after, page.fetch()),
                RegisteredPublisher::id,
                answers::view);
    }

    @GetMapping("/{id}")
    PublisherView one(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletResponse response) {
        return publishers
                .find(paths.project(paths.index(index), name, account, Right.VIEW), id)
                .map(found -> answers.read(found, response))
                .orElseThrow(PublisherController::noPublisher);
    }

    @PostMapping
    ResponseEntity<?> add(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestBody Publishers.Wish wish,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        ProjectName project = ProjectPaths.newName(known, name);
        Addition addition =
                dryRun
                        ? publishers.check(known, project, wish, account.caller())
                        : publishers.add(known, project, wish, account.caller());
        return answers.of(addition, id -> location(known, project, id));
    }

    @PatchMapping("/{id}")
    ResponseEntity<?> change(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody PublisherChanges.Edit edit,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        RegisteredProject project = paths.project(known, name, account, Right.PUBLISH);
        if (publishers.find(project, id).isEmpty()) {
            throw noPublisher();
        }
        IfMatch seen = IfMatch.required(ifMatch);
        Change change =
                dryRun
                        ? changes.check(project, id, edit, seen, account.caller())
                        : changes.change(project, id, edit, seen, account.caller());
        return answers.of(
                change,
                other -> location(known, project.name(), other),
                PublisherController::noPublisher);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        RegisteredProject project = paths.project(known, name, account, Right.PUBLISH);
        return PublisherAnswers.of(
                changes.remove(project, id, IfMatch.optional(ifMatch), account.caller()),
                PublisherController::noPublisher);
    }

    private static URI location(PackageIndex index, ProjectName project, long id) {
        return RegistryPaths.location(index, project, "publishers", Long.toString(id));
    }

    private static ProblemException noPublisher() {
        return ProblemException.notFound("This project has no such publisher");
    }
}
