package dev.imprimatur.publisher;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.Projects;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.Providers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds many publishers at once, all or none, with as many statements as for a few: checked first,
 * then written in one transaction that holds their projects in one order.
 */
@Service
public class PublisherBatch {

    /** Publishers in one batch. */
    public static final int LARGEST = 500;

    private final Providers providers;
    private final Projects projects;
    private final PublisherRows rows;
    private final PublisherEvents events;
    private final TransactionTemplate transaction;

    PublisherBatch(
            Providers providers,
            Projects projects,
            PublisherRows rows,
            PublisherEvents events,
            TransactionTemplate transaction) {
        this.providers = providers;
        this.projects = projects;
        this.rows = rows;
        this.events = events;
        this.transaction = transaction;
    }

    /**
     * One of many publishers that are wished for.
     *
     * @param project its name, in any spelling; null: left out
     * @param provider the id of a provider; null: left out
     * @param fields by name; null: left out
     */
    public record Item(
            @Nullable String project,
            @Nullable String provider,
            @Nullable Map<String, @Nullable String> fields) {}

    /** What a batch comes to. */
    public sealed interface Outcome {}

    /** All of them are there, in the order in which they were wished for. */
    public record Added(List<Addition> additions) implements Outcome {}

    /** All of them would be accepted; nothing was changed. */
    public record Acceptable(List<Draft> drafts) implements Outcome {}

    /** None was added. */
    public record Refused(List<ItemError> errors) implements Outcome {}

    /**
     * A publisher that was added.
     *
     * @param notes what was read out of pasted input, a sentence each
     */
    public record Addition(
            RegisteredProject project, RegisteredPublisher publisher, List<String> notes) {}

    /** A publisher that would be added. */
    public record Draft(
            String project, String provider, Map<String, String> fields, List<String> notes) {}

    /**
     * What is wrong with one item.
     *
     * @param item its number, from 0
     * @param existing the publisher that says the same already; null: something else is wrong
     */
    public record ItemError(int item, FieldError error, @Nullable Long existing) {}

    /** An item that is fit by itself. */
    record Checked(int item, ProjectName project, CheckedPublisher publisher) {

        /** Two items with the same one are the same. */
        List<Object> identity() {
            return List.of(
                    project.normalized(),
                    publisher.provider().id(),
                    HexFormat.of().formatHex(publisher.hash()));
        }
    }

    /** Adds all, or tells what is wrong with each. */
    public Outcome add(PackageIndex index, List<@Nullable Item> items, String actor) {
        List<ItemError> errors = new ArrayList<>();
        List<Checked> checked = check(index, items, errors);
        return errors.isEmpty()
                ? Objects.requireNonNull(
                        transaction.execute(
                                status -> {
                                    Outcome outcome = write(index, checked, actor);
                                    if (outcome instanceof Refused) {
                                        status.setRollbackOnly();
                                    }
                                    return outcome;
                                }))
                : new Refused(errors);
    }

    /** What adding them would come to. */
    public Outcome check(PackageIndex index, List<@Nullable Item> items) {
        List<ItemError> errors = new ArrayList<>();
        List<Checked> checked = check(index, items, errors);
        // Those that are fit are compared with what is there even where others are not.
        errors.addAll(twins(index, checked));
        return errors.isEmpty()
                ? new Acceptable(checked.stream().map(PublisherBatch::draft).toList())
                : new Refused(errors);
    }

    private Outcome write(PackageIndex index, List<Checked> checked, String actor) {
        Map<String, ProjectName> names = new LinkedHashMap<>();
        checked.forEach(c -> names.putIfAbsent(c.project().normalized(), c.project()));
        Map<String, RegisteredProject> held = projects.registerAll(index, names.values(), actor);
        List<ItemError> twins = twins(index, checked);
        if (!twins.isEmpty()) {
            return new Refused(twins);
        }
        List<RegisteredPublisher> added = rows.insert(held, checked, actor);
        List<Addition> additions = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            additions.add(
                    new Addition(
                            Objects.requireNonNull(held.get(checked.get(i).project().normalized())),
                            added.get(i),
                            checked.get(i).publisher().notes()));
        }
        events.recordAdded(additions, actor);
        return new Added(additions);
    }

    private List<Checked> check(
            PackageIndex index, List<@Nullable Item> items, List<ItemError> errors) {
        List<Checked> fit = new ArrayList<>();
        Map<List<Object>, Integer> first = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            int number = i;
            Item item = Objects.requireNonNullElse(items.get(i), new Item(null, null, null));
            Optional<ProjectName> project =
                    Optional.ofNullable(item.project()).flatMap(index::projectName);
            if (project.isEmpty()) {
                errors.add(
                        new ItemError(
                                number,
                                new FieldError(
                                        "project",
                                        item.project() == null ? "required" : "invalid",
                                        "This is no name of a project in this package index"),
                                null));
            }
            switch (CheckedPublisher.of(providers, item.provider(), item.fields())) {
                case CheckedPublisher.Invalid(var wrong) ->
                        wrong.forEach(
                                error -> errors.add(new ItemError(number, inFields(error), null)));
                case CheckedPublisher.Valid(var publisher) ->
                        project.map(name -> new Checked(number, name, publisher))
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
        return fit;
    }

    private List<ItemError> twins(PackageIndex index, List<Checked> checked) {
        return rows.twins(index.id(), checked).entrySet().stream()
                .map(
                        twin ->
                                new ItemError(
                                        twin.getKey(),
                                        new FieldError(
                                                "",
                                                "duplicate",
                                                "The project has a publisher that says the same"
                                                        + " already"),
                                        twin.getValue()))
                .toList();
    }

    private static ItemError repeated(int number, int twin) {
        return new ItemError(
                number,
                new FieldError("", "duplicate", "This is the same as item %d".formatted(twin)),
                null);
    }

    /** The fields of the provider are in {@code fields}, the provider itself is beside them. */
    private static FieldError inFields(FieldError error) {
        return error.field().equals("provider") || error.field().equals("fields")
                ? error
                : new FieldError("fields." + error.field(), error.code(), error.message());
    }

    private static Draft draft(Checked checked) {
        return new Draft(
                checked.project().display(),
                checked.publisher().provider().id(),
                checked.publisher().fields(),
                checked.publisher().notes());
    }
}
