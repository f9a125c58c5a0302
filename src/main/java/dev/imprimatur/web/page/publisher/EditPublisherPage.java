package dev.imprimatur.web.page.publisher;

import dev.imprimatur.project.Right;
import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Change;
import dev.imprimatur.publisher.PublisherChanges;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.ProblemException;
import dev.imprimatur.web.page.ProjectGate;
import dev.imprimatur.web.page.Said;
import dev.imprimatur.web.page.ShownProject;
import dev.imprimatur.web.security.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Edits a publisher. A link may propose a value for one field; whoever follows it sees which one,
 * and saves it or does not.
 */
@Controller
class EditPublisherPage {

    private static final String PUBLISHER = "/_/projects/{index}/{name}/publishers/{id}";
    private static final String FORM = "publisher/edit";
    private static final int ALL = 200;

    private final ProjectGate gate;
    private final Publishers publishers;
    private final PublisherChanges changes;
    private final Providers providers;
    private final FormPages pages;

    EditPublisherPage(
            ProjectGate gate,
            Publishers publishers,
            PublisherChanges changes,
            Providers providers,
            FormPages pages) {
        this.gate = gate;
        this.publishers = publishers;
        this.changes = changes;
        this.providers = providers;
        this.pages = pages;
    }

    @GetMapping(PUBLISHER + "/edit")
    String show(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @RequestParam(defaultValue = "") String field,
            @RequestParam(defaultValue = "") String value,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        ShownProject project = gate.enter(index, name, account, Right.PUBLISH);
        RegisteredPublisher publisher = find(project, id);
        Optional<ProviderDefinition> provider = providers.ofId(publisher.provider());
        String cured =
                provider.flatMap(known -> known.field(field))
                        .filter(rule -> value.length() <= rule.longestInput())
                        .filter(rule -> mayBeProposed(rule, provider.orElseThrow(), publisher))
                        .map(FieldRule::name)
                        .orElse(null);
        Map<String, String> values = new TreeMap<>(publisher.fields());
        if (cured != null) {
            values.put(cured, value);
        }
        return page(project, publisher, provider.orElse(null), values, cured, model);
    }

    @PostMapping(PUBLISHER + "/edit")
    String send(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @RequestParam long version,
            @RequestParam Map<String, String> members,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        ShownProject project = gate.enter(index, name, account, Right.PUBLISH);
        RegisteredPublisher publisher = find(project, id);
        ProviderDefinition provider = providers.ofId(publisher.provider()).orElse(null);
        Map<String, String> values = ShownForm.read(members);
        if (provider == null) {
            return page(project, publisher, null, values, null, model);
        }
        page(project, publisher, provider, values, null, model);
        model.addAttribute("version", version);
        String wish = members.getOrDefault("do", "save");
        if (wish.equals("preview")) {
            return "publisher/parts :: preview";
        }
        var edit = new PublisherChanges.Edit(new TreeMap<>(values), null);
        Change change =
                wish.equals("check")
                        ? changes.check(
                                project.project(), id, edit, v -> v == version, account.caller())
                        : changes.change(
                                project.project(), id, edit, v -> v == version, account.caller());
        if (change instanceof Change.Changed(var changed, var notes, var warnings)) {
            if (changed.version() == version) {
                Said.next(request, "publisher.said.same");
            } else {
                pages.say(request, "changed", changed, notes, warnings);
            }
            return "redirect:" + project.path();
        }
        return answer(change, project, id, provider, values, model, response);
    }

    @PostMapping(PUBLISHER + "/switch")
    String toggle(
            @PathVariable String index,
            @PathVariable String name,
            @PathVariable long id,
            @RequestParam boolean enabled,
            @RequestParam(required = false) @Nullable Long version,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        ShownProject project = gate.enter(index, name, account, Right.PUBLISH);
        RegisteredPublisher publisher = find(project, id);
        var edit = new PublisherChanges.Edit(null, enabled);
        Change change =
                changes.change(
                        project.project(),
                        id,
                        edit,
                        seen -> version == null || version == seen,
                        account.caller());
        if (change instanceof Change.Changed) {
            Said.next(request, "publisher.said.switched." + (enabled ? "on" : "off"));
            return "redirect:" + project.path();
        }
        ProviderDefinition provider = providers.ofId(publisher.provider()).orElse(null);
        page(project, publisher, provider, publisher.fields(), null, model);
        return answer(change, project, id, provider, publisher.fields(), model, response);
    }

    private String answer(
            Change change,
            ShownProject project,
            long id,
            @Nullable ProviderDefinition provider,
            Map<String, String> values,
            Model model,
            HttpServletResponse response) {
        switch (change) {
            case Change.Acceptable(var preview) -> {
                List<RegisteredPublisher> others =
                        publishers.page(project.project(), 0, ALL).stream()
                                .filter(other -> other.id() != id)
                                .toList();
                if (provider != null) {
                    model.addAttribute("checked", ShownPreview.of(preview, provider, others));
                }
            }
            case Change.Duplicate(var existing) -> {
                response.setStatus(409);
                model.addAttribute("duplicate", of(project).path(existing.id(), "edit"));
            }
            case Change.Invalid(var errors) -> {
                response.setStatus(422);
                if (model.getAttribute("form") instanceof ShownForm form) {
                    model.addAttribute("form", form.withErrors(errors));
                }
            }
            case Change.Stale() -> {
                response.setStatus(409);
                RegisteredPublisher now = find(project, id);
                page(project, now, provider, now.fields(), null, model);
                model.addAttribute("stale", true);
                // What was written is shown beside what is there now, to be written again or not.
                if (provider != null) {
                    pages.fill(
                            model,
                            of(project),
                            new ShownForm(provider, now.fields(), List.of(), values, null));
                }
            }
            case Change.Missing() -> throw none();
            case Change.Changed _ -> throw new IllegalArgumentException("It was changed");
        }
        return FORM;
    }

    private String page(
            ShownProject project,
            RegisteredPublisher publisher,
            @Nullable ProviderDefinition provider,
            Map<String, String> values,
            @Nullable String cured,
            Model model) {
        PublishersOf of = of(project);
        model.addAttribute("publisher", publisher);
        model.addAttribute("version", publisher.version());
        model.addAttribute("of", of);
        if (provider != null) {
            Map<String, String> before = publisher.fields();
            pages.fill(model, of, new ShownForm(provider, values, List.of(), before, cured));
        }
        return FORM;
    }

    /**
     * Whether a link may fill in this field. Intent: anybody can send a maintainer a link, and it
     * must not lead to trust in another owner or, where no ids hold it, in another repository;
     * those are filled in by hand.
     */
    private static boolean mayBeProposed(
            FieldRule rule, ProviderDefinition provider, RegisteredPublisher publisher) {
        boolean bound = publisher.pins() != null && !publisher.pins().isEmpty();
        return !rule.tenancy() && (bound || !provider.lookup().contains(rule.name()));
    }

    private RegisteredPublisher find(ShownProject project, long id) {
        return publishers.find(project.project(), id).orElseThrow(EditPublisherPage::none);
    }

    static PublishersOf of(ShownProject project) {
        return new PublishersOf(project.index(), project.project().name(), project.project());
    }

    static ProblemException none() {
        return ProblemException.notFound("This project has no such publisher");
    }
}
