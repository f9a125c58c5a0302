package dev.imprimatur.web.registry;

import dev.imprimatur.account.Scope;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.PatternPublishers;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.security.AccountPrincipal;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trusted publishers for patterns of names in an index: list, read, add, check, remove. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/publishers")
class PatternPublisherController {

    /** What those lack who see a publisher and may not remove it. */
    private static final String NO_WRITE =
            "This takes credentials of the scope %s; these have the scope %s"
                    .formatted(Scope.PUBLISHERS_WRITE.wireName(), Scope.READ.wireName());

    private final RegistryPaths paths;
    private final PatternPublishers publishers;
    private final Problems problems;
    private final Clock clock;

    PatternPublisherController(
            RegistryPaths paths, PatternPublishers publishers, Problems problems, Clock clock) {
        this.paths = paths;
        this.publishers = publishers;
        this.problems = problems;
        this.clock = clock;
    }

    /** What somebody filled in, not yet checked. */
    record PatternWish(
            @Nullable String projects,
            @Nullable String provider,
            @Nullable Map<String, @Nullable String> fields) {}

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
                this::view);
    }

    @GetMapping("/{id}")
    PublisherView one(
            @PathVariable String index,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account) {
        return publishers
                .find(paths.index(index), id, account.caller())
                .map(this::view)
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
                                        RegistryPaths.invalidField(
                                                "projects",
                                                "projects must be a pattern that names of this"
                                                        + " package index can fit, such as acme-*"));
        Publishers.Wish wish = new Publishers.Wish(wanted.provider(), wanted.fields());
        Addition addition =
                dryRun
                        ? publishers.check(known, pattern, wish, account.caller())
                        : publishers.add(known, pattern, wish, account.caller());
        return PublisherController.answer(
                addition, problems, clock.instant(), id -> location(known, id));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(
            @PathVariable String index,
            @PathVariable long id,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = paths.index(index);
        if (!publishers.remove(known, id, account.caller())) {
            throw publishers
                    .find(known, id, account.caller())
                    .map(_ -> ProjectPaths.forbidden(NO_WRITE))
                    .orElseGet(PatternPublisherController::noPublisher);
        }
        return ResponseEntity.noContent().build();
    }

    private PublisherView view(RegisteredPublisher publisher) {
        return PublisherView.of(publisher, clock.instant());
    }

    private static URI location(PackageIndex index, long id) {
        return RegistryPaths.location(index, "publishers", Long.toString(id));
    }

    private static ProblemException noPublisher() {
        return RegistryPaths.notFound("This package index has no such publisher for a pattern");
    }
}
