package dev.imprimatur.web.registry;

import dev.imprimatur.account.Caller;
import dev.imprimatur.account.Scope;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.Change;
import dev.imprimatur.publisher.PatternPublishers;
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
import java.util.Map;
import java.util.Optional;
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

/** The trusted publishers for patterns of names: list, read, add, edit, or only check, remove. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/publishers")
class PatternPublisherController {

    /** What those lack who see a publisher and may not change it. */
    private static final String NO_WRITE =
            "This takes credentials of the scope %s; these have the scope %s"
                    .formatted(Scope.PUBLISHERS_WRITE.wireName(), Scope.READ.wireName());

    private final RegistryPaths paths;
    private final PatternPublishers publishers;
    private final PublisherAnswers answers;

    PatternPublisherController(
            RegistryPaths paths, PatternPublishers publishers, PublisherAnswers answers) {
        this.paths = paths;
        this.publishers = publishers;
        this.answers = answers;
    }

    /** What somebody filled in, not yet checked. */
    record PatternWish(
            @Nullable String projects,
            @Nullable String provider,
            @Nullable Map<String, @Nullable String> fields) {}

    /**
     * What is to be different.
     *
     * @param projects not to be sent: another pattern is another publisher
     */
    record PatternEdit(
            @Nullable String projects,
            @Nullable Map<String, @Nullable String> fields,
            @Nullable Boolean enabled) {}

    @GetMapping
    ResponseEntity<Page<PublisherView>> list(
            @PathVariable String index,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account) {
        return Page.answer(
                page,
                publishers.page(
                        paths.index(index),
                        page.afterId().orElse(0),
                        page.fetch(),
                        account.caller()),
                RegisteredPublisher::id,
                answers::view);
    }

    @GetMapping("/{id}")
    PublisherView one(
            @PathVariable String index,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletResponse response) {
        return publishers
                .find(paths.index(index), id, account.caller())
                .map(found -> answers.read(found, response))
                .orElseThrow(PatternPublisherController::noPublisher);
    }

    @PostMapping
    ResponseEntity<?> add(
            @PathVariable String index,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestBody PatternWish wanted,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        NamePattern pattern =
                Optional.ofNullable(wanted.projects())
                        .flatMap(known::namePattern)
                        .orElseThrow(
                                () ->
                                        ProblemException.invalidField(
                                                "projects",
                                                "projects must be a pattern that names of this"
                                                        + " package index can fit, such as acme-*"));
        Publishers.Wish wish = new Publishers.Wish(wanted.provider(), wanted.fields());
        Addition addition =
                dryRun
                        ? publishers.check(known, pattern, wish, account.caller())
                        : publishers.add(known, pattern, wish, account.caller());
        return answers.of(addition, id -> location(known, id));
    }

    @PatchMapping("/{id}")
    ResponseEntity<?> change(
            @PathVariable String index,
            @PathVariable long id,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody PatternEdit edit,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        Caller caller = account.caller();
        if (!publishers.isTheirs(known, id, caller)) {
            throw notTheirs(known, id, caller);
        }
        IfMatch seen = IfMatch.required(ifMatch);
        if (edit.projects() != null) {
            throw ProblemException.invalidField(
                    "projects",
                    "projects cannot be edited: a publisher for another pattern is another one."
                            + " Add that one, and remove this one");
        }
        var wanted = new PublisherChanges.Edit(edit.fields(), edit.enabled());
        Change change =
                dryRun
                        ? publishers.check(known, id, wanted, seen, caller)
                        : publishers.change(known, id, wanted, seen, caller);
        return answers.of(
                change, other -> location(known, other), () -> notTheirs(known, id, caller));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(
            @PathVariable String index,
            @PathVariable long id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        Caller caller = account.caller();
        return PublisherAnswers.of(
                publishers.remove(known, id, IfMatch.optional(ifMatch), caller),
                () -> notTheirs(known, id, caller));
    }

    /** Who may look at it is told what is missing; to others it is not there. */
    private ProblemException notTheirs(PackageIndex index, long id, Caller caller) {
        return publishers.find(index, id, caller).isPresent()
                ? ProjectPaths.forbidden(NO_WRITE)
                : noPublisher();
    }

    private static URI location(PackageIndex index, long id) {
        return RegistryPaths.location(index, "publishers", Long.toString(id));
    }

    private static ProblemException noPublisher() {
        return ProblemException.notFound("This package index has no such publisher for a pattern");
    }
}
