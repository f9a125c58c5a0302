package dev.imprimatur.publisher;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.PublisherBatch.Item;
import dev.imprimatur.publisher.PublisherBatch.ItemError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at the items of a batch by themselves, without what is registered: what each says, whether
 * two say the same, what their forges know. Everything that is wrong is found at once.
 */
@Component
class BatchItems {

    private static final PinResolution.Settled NOT_ASKED = new PinResolution.Settled(null, null);

    private final Providers providers;
    private final PinResolution pins;

    BatchItems(Providers providers, PinResolution pins) {
        this.providers = providers;
        this.pins = pins;
    }

    /** Those that are fit, and what is wrong with the others. */
    record Sorted(List<CheckedItem> fit, List<ItemError> errors) {}

    /** Sorts them by what they say. */
    Sorted check(PackageIndex index, List<@Nullable Item> items) {
        List<CheckedItem> fit = new ArrayList<>();
        List<ItemError> errors = new ArrayList<>();
        Map<List<Object>, Integer> first = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            int number = i;
            Item item = Objects.requireNonNullElse(items.get(i), new Item(null, null, null));
            Optional<ProjectName> project =
                    Optional.ofNullable(item.project()).flatMap(index::projectName);
            if (project.isEmpty()) {
                errors.add(noName(number, item));
            }
            switch (CheckedPublisher.of(providers, item.provider(), item.fields())) {
                case CheckedPublisher.Invalid(var wrong) ->
                        wrong.forEach(error -> errors.add(inFields(number, error)));
                case CheckedPublisher.Valid(var publisher) ->
                        project.map(name -> new CheckedItem(number, name, publisher, NOT_ASKED))
                                .ifPresent(
                                        checked -> {
                                            Integer twin =
                                                    first.putIfAbsent(checked.identity(), number);
                                            if (twin == null) {
                                                fit.add(checked);
                                            } else {
                                                errors.add(repeated(number, twin));
                                            }
                                        });
            }
        }
        return new Sorted(fit, errors);
    }

    /** Whether anybody is asked about any of them. */
    boolean askForges(List<CheckedItem> checked) {
        return checked.stream().map(CheckedItem::publisher).anyMatch(pins::asks);
    }

    /** Sorts them by what their forges say, which may take long. */
    Sorted settle(List<CheckedItem> checked) {
        List<PinResolution.Resolution> resolutions =
                pins.resolveAll(checked.stream().map(CheckedItem::publisher).toList());
        List<CheckedItem> settled = new ArrayList<>();
        List<ItemError> errors = new ArrayList<>();
        for (int i = 0; i < checked.size(); i++) {
            CheckedItem each = checked.get(i);
            switch (resolutions.get(i)) {
                case PinResolution.Settled found -> settled.add(each.settledBy(found));
                case PinResolution.Refused(var wrong) ->
                        wrong.forEach(error -> errors.add(inFields(each.item(), error)));
            }
        }
        return new Sorted(settled, errors);
    }

    private static ItemError noName(int number, Item item) {
        return new ItemError(
                number,
                new FieldError(
                        "project",
                        item.project() == null ? "required" : "invalid",
                        "This is no name of a project in this package index"),
                null);
    }

    private static ItemError repeated(int number, int twin) {
        return new ItemError(
                number,
                new FieldError("", "duplicate", "This is the same as item %d".formatted(twin)),
                null);
    }

    /** The fields of the provider are in {@code fields}, the provider itself is beside them. */
    private static ItemError inFields(int number, FieldError error) {
        FieldError within =
                error.field().equals("provider") || error.field().equals("fields")
                        ? error
                        : new FieldError("fields." + error.field(), error.code(), error.message());
        return new ItemError(number, within, null);
    }
}
