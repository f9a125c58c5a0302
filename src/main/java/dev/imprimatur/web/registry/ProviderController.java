package dev.imprimatur.web.registry;

import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.web.ProblemException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The providers that publishers may name, with all that it takes to draw their form. */
@RestController
@RequestMapping("/_/api/v1/providers")
class ProviderController {

    private final Providers providers;

    ProviderController(Providers providers) {
        this.providers = providers;
    }

    record ProviderList(List<ProviderView> items) {}

    record ProviderView(
            String id,
            String label,
            String issuer,
            boolean shared,
            List<FieldView> fields,
            List<String> pins) {

        static ProviderView of(ProviderDefinition definition) {
            return new ProviderView(
                    definition.id(),
                    definition.label(),
                    definition.issuer(),
                    definition.shared(),
                    definition.fields().stream().map(FieldView::of).toList(),
                    definition.pins());
        }
    }

    /** The pattern is that of a whole value. */
    record FieldView(
            String name,
            String label,
            String help,
            boolean required,
            String match,
            @Nullable String pattern,
            String example,
            int maxLength) {

        static FieldView of(FieldRule field) {
            return new FieldView(
                    field.name(),
                    field.label(),
                    field.help(),
                    field.required(),
                    field.match().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    field.pattern() == null ? null : field.pattern().pattern(),
                    field.example(),
                    field.maxLength());
        }
    }

    @GetMapping
    ProviderList list() {
        return new ProviderList(providers.all().stream().map(ProviderView::of).toList());
    }

    @GetMapping("/{id}")
    ProviderView one(@PathVariable String id) {
        return providers
                .ofId(id)
                .map(ProviderView::of)
                .orElseThrow(() -> ProblemException.notFound("There is no such provider"));
    }
}
