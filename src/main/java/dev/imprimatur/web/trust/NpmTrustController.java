package dev.imprimatur.web.trust;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.project.Right;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code npm trust}: the trusted publishers of a package, in npm's words. */
@RestController
class NpmTrustController {

    private static final String TRUST = "/{*registry}/-/package/{name}/trust";

    /** More than a project may have; npm knows no pages. */
    private static final int ALL = 1000;

    private final NpmRegistries registries;
    private final NpmConfigurations configurations;
    private final TrustCalls calls;

    NpmTrustController(
            NpmRegistries registries, NpmConfigurations configurations, TrustCalls calls) {
        this.registries = registries;
        this.configurations = configurations;
        this.calls = calls;
    }

    @GetMapping(TRUST)
    List<NpmConfigurations.View> list(
            HttpServletRequest request,
            @PathVariable String name,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project =
                calls.project(registries.of(request), name, account, Right.VIEW);
        return calls.page(project, 0, ALL).stream().map(configurations::view).toList();
    }

    /** One at a time: npm sends no more, and many are the batch's of the management API. */
    @PostMapping(TRUST)
    @ResponseStatus(HttpStatus.CREATED)
    List<NpmConfigurations.View> add(
            HttpServletRequest request,
            @PathVariable String name,
            @RequestBody List<NpmConfigurations.@Nullable Sent> sent,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex index = registries.of(request);
        NpmConfigurations.Sent one = sent.size() == 1 ? sent.getFirst() : null;
        if (one == null) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            "The body must be an array of one configuration; publishers:batch of the management API adds many, all or none"));
        }
        NpmConfigurations.Wish wish = configurations.read(one);
        return List.of(
                configurations.view(
                        calls.add(index, name, wish.provider(), wish.fields(), account)));
    }

    @DeleteMapping(TRUST + "/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            HttpServletRequest request,
            @PathVariable String name,
            @PathVariable String id,
            @AuthenticationPrincipal AccountPrincipal account) {
        RegisteredProject project =
                calls.project(registries.of(request), name, account, Right.PUBLISH);
        calls.remove(project, TrustCalls.id(id), account);
    }
}
