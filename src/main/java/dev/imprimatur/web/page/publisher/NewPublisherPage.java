package dev.imprimatur.web.page.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Addition;
import dev.imprimatur.publisher.Publishers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.PublisherProblems;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** Adds a publisher, or only checks it; the address of a repository fills in the form. */
@Controller
class NewPublisherPage {

    private static final String PATH = "/_/projects/{index}/{name}/publishers/new";
    private static final String CHOOSE = "publisher/choose";
    private static final String FORM = "publisher/new";

    /** As many as a project may have, and more. */
    private static final int ALL = 200;

    private final ClaimGate gate;
    private final Publishers publishers;
    private final Providers providers;
    private final FormPages pages;

    NewPublisherPage(ClaimGate gate, Publishers publishers, Providers providers, FormPages pages) {
        this.gate = gate;
        this.publishers = publishers;
        this.providers = providers;
        this.pages = pages;
    }

    @GetMapping(PATH)
    String show(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String provider,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model) {
        PublishersOf of = gate.look(index, name, account.caller());
        Optional<ProviderDefinition> chosen = providers.ofId(provider);
        if (chosen.isEmpty()) {
            return choose(of, model);
        }
        pages.fill(model, of, ShownForm.of(chosen.get()));
        return FORM;
    }

    @PostMapping(PATH)
    String send(
            @PathVariable String index,
            @PathVariable String name,
            @RequestParam Map<String, String> members,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String script,
            @AuthenticationPrincipal AccountPrincipal account,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Caller caller = account.caller();
        PublishersOf of = gate.send(index, name, caller);
        Optional<ProviderDefinition> chosen =
                Optional.ofNullable(members.get("provider")).flatMap(providers::ofId);
        String wish = members.getOrDefault("do", "add");
        String address = members.getOrDefault("address", "").strip();
        if (wish.equals("fill") || chosen.isEmpty()) {
            String page = fill(of, chosen, address, ShownForm.read(members), model, response);
            // What is swapped in by a script must not look like a failure to it.
            response.setStatus(script == null ? response.getStatus() : 200);
            return script == null ? page : page + " :: part";
        }
        ShownForm form = ShownForm.of(chosen.get(), ShownForm.read(members));
        pages.fill(model, of, form);
        if (wish.equals("preview")) {
            return "publisher/parts :: preview";
        }
        Publishers.Wish wanted =
                new Publishers.Wish(chosen.get().id(), new TreeMap<>(form.values()));
        Addition addition =
                wish.equals("check")
                        ? publishers.check(of.index(), of.projectName(), wanted, caller)
                        : publishers.add(of.index(), of.projectName(), wanted, caller);
        return answer(addition, of, form, model, request, response);
    }

    private String answer(
            Addition addition,
            PublishersOf of,
            ShownForm form,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        switch (addition) {
            case Addition.Added(var added, var notes, var warnings) -> {
                pages.say(request, "added", added, notes, warnings);
                return "redirect:" + of.path();
            }
            case Addition.Acceptable(var preview) ->
                    model.addAttribute(
                            "checked", ShownPreview.of(preview, form.provider(), there(of)));
            case Addition.Duplicate(var existing) -> {
                response.setStatus(409);
                model.addAttribute("duplicate", of.path(existing.id(), "edit"));
            }
            case Addition.Invalid(var errors) -> {
                response.setStatus(422);
                model.addAttribute("form", form.withErrors(errors));
            }
            case Addition.NameTaken _, Addition.Denied _, Addition.TooMany _ -> {
                var problem = PublisherProblems.of(addition);
                response.setStatus(problem.status());
                model.addAttribute("refused", problem.detail());
            }
        }
        return FORM;
    }

    private List<RegisteredPublisher> there(PublishersOf of) {
        var project = of.project();
        return project == null ? List.of() : publishers.page(project, 0, ALL);
    }

    private String choose(PublishersOf of, Model model) {
        model.addAttribute("of", of);
        model.addAttribute("providers", providers.all());
        return CHOOSE;
    }

    private static String unknown(String address) {
        return address.isEmpty() ? "empty" : "unknown";
    }

    /** Reads an address into the form of the provider whose it is. */
    private String fill(
            PublishersOf of,
            Optional<ProviderDefinition> chosen,
            String address,
            Map<String, String> filledIn,
            Model model,
            HttpServletResponse response) {
        List<ProviderDefinition> known = providers.ofAddress(address);
        Optional<ProviderDefinition> provider =
                chosen.filter(known::contains)
                        .or(() -> known.size() == 1 ? Optional.of(known.getFirst()) : chosen);
        model.addAttribute("address", address);
        if (provider.isEmpty()) {
            response.setStatus(422);
            model.addAttribute("addressWrong", known.isEmpty() ? unknown(address) : "several");
            model.addAttribute("known", known);
            return choose(of, model);
        }
        ProviderDefinition found = provider.get();
        boolean here = known.contains(found);
        ProviderDefinition.Pasted read =
                here
                        ? found.readAddress(address)
                        : new ProviderDefinition.Pasted(Map.of(), List.of(), List.of());
        List<String> errors = read.errors().stream().map(FieldError::message).toList();
        Map<String, String> values = new TreeMap<>();
        // Of another provider's form nothing is carried over.
        if (chosen.filter(found::equals).isPresent()) {
            values.putAll(filledIn);
        }
        values.putAll(read.fields());
        if (!here || read.fields().isEmpty()) {
            response.setStatus(422);
            model.addAttribute("addressWrong", here ? "nothing" : unknown(address));
        } else {
            model.addAttribute(
                    "read",
                    found.fields().stream()
                            .filter(field -> read.fields().containsKey(field.name()))
                            .map(field -> field.label() + " " + read.fields().get(field.name()))
                            .toList());
        }
        model.addAttribute("addressErrors", errors);
        pages.fill(model, of, ShownForm.of(found, values));
        return FORM;
    }
}
