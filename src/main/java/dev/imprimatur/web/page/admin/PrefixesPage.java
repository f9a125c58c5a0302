package dev.imprimatur.web.page.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.StorableText;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.NamePattern;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PrefixOwners;
import dev.imprimatur.web.IndexPaths;
import dev.imprimatur.web.PageQuery;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.ProjectPaths;
import dev.imprimatur.web.page.Listing;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.page.Who;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/** Who owns the beginnings of names, and may register publishers for patterns of them. */
@Controller
class PrefixesPage {

    private static final String HERE = "/_/admin/prefixes";
    private static final String REMOVE = HERE + "/{index}/{prefix}/owners/{account}/remove";

    /** Longer than any name of a project or an account. */
    private static final int LONGEST = 300;

    private final ProjectPaths gate;
    private final IndexPaths paths;
    private final Indexes indexes;
    private final PrefixOwners owners;

    PrefixesPage(ProjectPaths gate, IndexPaths paths, Indexes indexes, PrefixOwners owners) {
        this.gate = gate;
        this.paths = paths;
        this.indexes = indexes;
        this.owners = owners;
    }

    /** A prefix of somebody, who gave it to them, and where it is taken from them. */
    public record Row(PrefixOwners.Owned owned, Who addedBy, String removePath) {

        static Row of(PrefixOwners.Owned owned) {
            return new Row(
                    owned,
                    Who.of(owned.owner().addedBy()),
                    PrefixesPage.removePath(
                            owned.indexId(), owned.prefix(), owned.owner().account()));
        }
    }

    /**
     * What was filled in.
     *
     * @param wrong which of it is wrong, as texts are called; null: nothing was sent
     */
    public record Form(String index, String prefix, String account, @Nullable String wrong) {}

    @GetMapping(HERE)
    String show(PageQuery page, @AuthenticationPrincipal AccountPrincipal account, Model model) {
        gate.requireAdmin(account.caller());
        return page(page, new Form("", "", "", null), model);
    }

    @PostMapping(HERE)
    String add(
            @RequestParam(defaultValue = "") String index,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(defaultValue = "") String account,
            @AuthenticationPrincipal AccountPrincipal principal,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        gate.requireAdmin(principal.caller());
        String owner = account.strip();
        Optional<PackageIndex> known = indexes.ofId(index);
        Optional<NamePattern> names = known.flatMap(one -> prefix(one, prefix.strip()));
        String wrong = "index";
        if (known.isPresent()) {
            wrong = "prefix";
        }
        if (known.isPresent() && names.isPresent()) {
            if (isStorable(owner)
                    && (owners.add(known.get(), names.get(), owner, principal.actor())
                            || owners.isOwner(known.get(), names.get(), owner))) {
                Said.next(request, "admin.prefixes.said.added", names.get().text(), owner);
                return "redirect:" + HERE;
            }
            wrong = "account";
        }
        response.setStatus(422);
        return page(PageQuery.first(HERE), new Form(index, prefix, account, wrong), model);
    }

    /** Asks before a prefix is taken from somebody. */
    @GetMapping(REMOVE)
    String askToRemove(
            @PathVariable String index,
            @PathVariable String prefix,
            @PathVariable("account") String owner,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        gate.requireAdmin(account.caller());
        PackageIndex known = paths.index(index);
        NamePattern names = prefix(known, prefix).orElseThrow(PrefixesPage::notThere);
        if (!isStorable(owner) || !owners.isOwner(known, names, owner)) {
            throw notThere();
        }
        model.addAttribute("index", known.id());
        model.addAttribute("names", names.text());
        model.addAttribute("owner", owner);
        model.addAttribute("path", removePath(known.id(), prefix, owner));
        return "admin/remove-prefix";
    }

    @PostMapping(REMOVE)
    String remove(
            @PathVariable String index,
            @PathVariable String prefix,
            @PathVariable("account") String owner,
            @AuthenticationPrincipal AccountPrincipal account,
            HttpServletRequest request) {
        gate.requireAdmin(account.caller());
        PackageIndex known = paths.index(index);
        NamePattern names = prefix(known, prefix).orElseThrow(PrefixesPage::notThere);
        if (!isStorable(owner) || !owners.remove(known, names, owner, account.actor())) {
            throw notThere();
        }
        Said.next(request, "admin.prefixes.said.removed", names.text(), owner);
        return "redirect:" + HERE;
    }

    private String page(PageQuery page, Form form, Model model) {
        String[] after = place(page.after());
        List<PrefixOwners.Owned> rows = owners.all(after[0], after[1], after[2], page.fetch());
        model.addAttribute("form", form);
        model.addAttribute("indexes", indexes.all().stream().map(PackageIndex::id).toList());
        model.addAttribute(
                "prefixes",
                Listing.of(
                        page,
                        rows,
                        row -> String.join(" ", row.indexId(), row.prefix(), row.owner().account()),
                        Row::of));
        return "admin/prefixes";
    }

    /** No id and no name has a blank in it. */
    private static String[] place(@Nullable String after) {
        String[] parts = after == null ? new String[] {"", "", ""} : after.split(" ", 3);
        if (parts.length != 3) {
            throw PageQuery.malformed();
        }
        return parts;
    }

    private static String removePath(String index, String prefix, String owner) {
        return "%s/%s/%s/owners/%s/remove"
                .formatted(
                        HERE,
                        UriUtils.encode(index, UTF_8),
                        UriUtils.encode(prefix, UTF_8),
                        UriUtils.encode(owner, UTF_8));
    }

    private static Optional<NamePattern> prefix(PackageIndex index, String text) {
        return isStorable(text) ? index.prefix(text) : Optional.empty();
    }

    private static boolean isStorable(String text) {
        return text.length() <= LONGEST && StorableText.is(text);
    }

    private static ProblemException notThere() {
        return ProblemException.notFound("This prefix has no such owner");
    }
}
