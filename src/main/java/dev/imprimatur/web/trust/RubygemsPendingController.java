package dev.imprimatur.web.trust;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Waits;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The publishers of gems that are not there yet, as RubyGems' API has them. */
@RestController
@RequestMapping("/api/v1/oidc/pending_trusted_publishers")
class RubygemsPendingController {

    /** Of names that one caller waits for; people are limited to far fewer. */
    private static final int MOST = 100;

    private final TrustCalls calls;
    private final RubygemsPublishers publishers;
    private final Projects projects;
    private final Waits waits;

    RubygemsPendingController(
            TrustCalls calls, RubygemsPublishers publishers, Projects projects, Waits waits) {
        this.calls = calls;
        this.publishers = publishers;
        this.projects = projects;
        this.waits = waits;
    }

    /** A publisher of a gem that is not there yet. */
    record Pending(
            @JsonUnwrapped RubygemsPublishers.Shown publisher,
            String rubygemName,
            @Nullable Instant expiresAt) {

        static Pending of(RubygemsPublishers.Shown publisher, RegisteredProject project) {
            RegisteredProject.Pending waiting = project.pending();
            return new Pending(
                    publisher, project.name().display(), waiting == null ? null : waiting.until());
        }
    }

    @GetMapping
    List<Pending> list(
            HttpServletRequest request, @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex index = calls.index(request, Ecosystem.RUBYGEMS);
        return waits.of(index, account.caller(), MOST).stream()
                .flatMap(
                        project ->
                                publishers.of(project).stream()
                                        .map(shown -> Pending.of(shown, project)))
                .toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Pending add(HttpServletRequest request, @AuthenticationPrincipal AccountPrincipal account)
            throws IOException {
        PackageIndex index = calls.index(request, Ecosystem.RUBYGEMS);
        RubygemsPublishers.Wish wish = publishers.read(request, Set.of(RubygemsPublishers.NAME));
        ProjectName name = name(index, wish);
        if (find(index, name, account).filter(project -> !project.isPending()).isPresent()) {
            throw RubygemsPublishers.invalid(
                    RubygemsPublishers.NAME,
                    "There is such a gem already: add the publisher to it, not to its name");
        }
        RubygemsPublishers.Shown added = publishers.add(index, name.display(), wish, account);
        return find(index, name, account)
                .map(project -> Pending.of(added, project))
                .orElseGet(() -> new Pending(added, name.display(), null));
    }

    private Optional<RegisteredProject> find(
            PackageIndex index, ProjectName name, AccountPrincipal account) {
        return projects.find(index, name, account.caller());
    }

    private static ProjectName name(PackageIndex index, RubygemsPublishers.Wish wish) {
        return Optional.of(wish.name())
                .filter(JsonNode::isString)
                .flatMap(text -> index.projectName(text.stringValue()))
                .orElseThrow(
                        () ->
                                RubygemsPublishers.invalid(
                                        RubygemsPublishers.NAME, "must be the name of a gem"));
    }
}
