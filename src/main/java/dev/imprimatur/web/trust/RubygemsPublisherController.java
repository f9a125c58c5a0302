package dev.imprimatur.web.trust;

import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The trusted publishers of a gem as RubyGems' API has them. A gem that its caller waits for is
 * there, too; one that is not is not claimed by this path: that is what pending publishers are for.
 */
@RestController
@RequestMapping("/api/v1/gems/{name}/trusted_publishers")
class RubygemsPublisherController {

    private final TrustCalls calls;
    private final RubygemsPublishers publishers;

    RubygemsPublisherController(TrustCalls calls, RubygemsPublishers publishers) {
        this.calls = calls;
        this.publishers = publishers;
    }

    @GetMapping
    List<RubygemsPublishers.Shown> list(
            HttpServletRequest request,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account) {
        return publishers.of(gem(request, name, account, Right.VIEW));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    RubygemsPublishers.Shown add(
            HttpServletRequest request,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account)
            throws IOException {
        PackageIndex index = calls.index(request, Ecosystem.RUBYGEMS);
        gem(request, name, account, Right.PUBLISH);
        return publishers.add(index, name, publishers.read(request, Set.of()), account);
    }

    @GetMapping("/{id}")
    RubygemsPublishers.Shown get(
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String id,
            @AuthenticationPrincipal AccountPrincipal account) {
        return publishers.of(gem(request, name, account, Right.VIEW), id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String id,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject gem = gem(request, name, account, Right.PUBLISH);
        calls.remove(gem, publishers.of(gem, id).id(), account);
    }

    private RegisteredProject gem(
            HttpServletRequest request, String name, AccountPrincipal account, Right wanted) {
        return calls.project(calls.index(request, Ecosystem.RUBYGEMS), name, account, wanted);
    }
}
