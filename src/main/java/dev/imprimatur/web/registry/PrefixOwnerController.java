package dev.imprimatur.web.registry;

import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PrefixOwners;
import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.security.AccountPrincipal;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who owns the beginning of names in an index; for administrators alone. */
@RestController
@RequestMapping(RegistryPaths.INDEX + "/prefixes/{prefix}/owners")
class PrefixOwnerController {

    private final RegistryPaths paths;
    private final PrefixOwners owners;

    PrefixOwnerController(RegistryPaths paths, PrefixOwners owners) {
        this.paths = paths;
        this.owners = owners;
    }

    @GetMapping
    ResponseEntity<Page<PrefixOwners.Owner>> list(
            @PathVariable String index,
            @PathVariable String prefix,
            PageQuery page,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = index(index, account);
        String after = Optional.ofNullable(page.after()).orElse("");
        return Page.answer(
                page,
                owners.page(known, prefix(known, prefix), after, page.fetch()),
                PrefixOwners.Owner::account,
                owner -> owner);
    }

    /** The same again changes nothing. */
    @PutMapping("/{owner}")
    ResponseEntity<Void> add(
            @PathVariable String index,
            @PathVariable String prefix,
            @PathVariable String owner,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = index(index, account);
        NamePattern pattern = prefix(known, prefix);
        if (!owners.add(known, pattern, owner, account.actor())
                && !owners.isOwner(known, pattern, owner)) {
            throw ProblemException.notFound("There is no account of this name");
        }
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/{owner}")
    ResponseEntity<Void> remove(
            @PathVariable String index,
            @PathVariable String prefix,
            @PathVariable String owner,
            @AuthenticationPrincipal AccountPrincipal account) {
        PackageIndex known = index(index, account);
        if (!owners.remove(known, prefix(known, prefix), owner, account.actor())) {
            throw ProblemException.notFound("This prefix has no such owner");
        }
        return ResponseEntity.noContent().build();
    }

    private PackageIndex index(String index, AccountPrincipal account) {
        if (!account.caller().isAdmin()) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.FORBIDDEN,
                            "Who owns a prefix is for administrators to say"));
        }
        return paths.index(index);
    }

    private static NamePattern prefix(PackageIndex index, String text) {
        return index.prefix(text)
                .orElseThrow(
                        () ->
                                ProblemException.invalidField(
                                        "prefix",
                                        "No name of a project in this package index begins so"));
    }
}
