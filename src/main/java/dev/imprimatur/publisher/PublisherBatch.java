package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.NameClaim;
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
import java.util.function.Function;
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

    private static final PinResolution.Settled NOT_ASKED = new PinResolution.Settled(null, null);

    private final Providers providers;
    private final Projects projects;
    private final PublisherRows rows;
    private final PinResolution pins;
    private final PublisherQuota quota;
    private final PublisherEvents events;
    private final TransactionTemplate transaction;

    PublisherBatch(
            Providers providers,
            Projects projects,
            PublisherRows rows,
            PinResolution pins,
            PublisherQuota quota,
            PublisherEvents events,
            TransactionTemplate transaction) {
        this.providers = providers;
        this.projects = projects;
        this.rows = rows;
        this.pins = pins;
        this.quota = quota;
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
    public record Acceptable(List<Preview> previews) implements Outcome {}

    /** None was added: the caller would have more in this index than one account may. */
    public record TooMany(int most) implements Outcome {}

    /** None was added. */
    public record Refused(List<ItemError> errors) implements Outcome {}

    /**
     * A publisher that was added.
     *
     * @param notes what was read out of pasted input, a sentence each
     * @param warnings sentences for the maintainer
     */
    public record Addition(
            RegisteredProject project,
            RegisteredPublisher publisher,
            List<String> notes,
            List<String> warnings) {}

    /**
     * What is wrong with one item.
     *
     * @param item its number, from 0
     * @param existing the publisher that says the same already; null: something else is wrong
     */
    public record ItemError(int item, FieldError error, @Nullable Long existing) {}

    /**
     * An item that is fit by itself.
     *
     * @param settled what its forge says of its names
     */
    record Checked(
            int item,
            ProjectName project,
            CheckedPublisher publisher,
            PinResolution.Settled settled) {

        /** Two items with the same one are the same. */
        List<Object> identity() {
            return List.of(
                    project.normalized(),
                    publisher.provider().id(),
                    HexFormat.of().formatHex(publisher.hash()));
        }
    }

    /** Adds all, or tells what is wrong with each. */
    public Outcome add(PackageIndex index, List<@Nullable Item> items, Caller caller) {
        return prepare(
                index,
                items,
                caller,
                checked ->
                        Objects.requireNonNull(
                                transaction.execute(
                                        status -> {
                                            Outcome outcome = write(index, checked, caller);
                                            if (outcome instanceof Refused) {
                                                status.setRollbackOnly();
                                            }
                                            return outcome;
                                        })));
    }

    /** What adding them would come to. */
    public Outcome check(PackageIndex index, List<@Nullable Item> items, Caller caller) {
        return prepare(
                index,
                items,
                caller,
                checked -> new Acceptable(checked.stream().map(rows::preview).toList()));
    }

    /** All that needs no lock: forges are asked here, and may take long. */
    private Outcome prepare(
            PackageIndex index,
            List<@Nullable Item> items,
            Caller caller,
            Function<List<Checked>, Outcome> accept) {
        if (quota.left(index, caller) < items.size()) {
            return new TooMany(index.names().publishersPerAccount());
        }
        List<ItemError> errors = new ArrayList<>();
        List<Checked> checked = check(index, items, errors);
        Map<String, NameClaim> claims =
                projects.wouldClaimAll(index, names(checked).values(), caller);
        // Those that are fit are compared with what is there even where others are not.
        errors.addAll(obstacles(claims, checked));
        if (!errors.isEmpty()) {
            return new Refused(errors);
        }
        List<Checked> settled = settle(checked, errors);
        return errors.isEmpty() ? accept.apply(settled) : new Refused(errors);
    }

    private List<Checked> settle(List<Checked> checked, List<ItemError> errors) {
        List<PinResolution.Resolution> resolutions =
                pins.resolveAll(checked.stream().map(Checked::publisher).toList());
        List<Checked> settled = new ArrayList<>();
        for (int i = 0; i < checked.size(); i++) {
            Checked each = checked.get(i);
            switch (resolutions.get(i)) {
                case PinResolution.Settled found ->
                        settled.add(
                                new Checked(each.item(), each.project(), each.publisher(), found));
                case PinResolution.Refused(var wrong) ->
                        wrong.forEach(
                                error ->
                                        errors.add(
                                                new ItemError(each.item(), inFields(error), null)));
            }
        }
        return settled;
    }

    private Outcome write(PackageIndex index, List<Checked> checked, Caller caller) {
        Map<String, NameClaim> claims = projects.claimAll(index, names(checked).values(), caller);
        List<ItemError> obstacles = obstacles(claims, checked);
        if (!obstacles.isEmpty()) {
            return new Refused(obstacles);
        }
        Map<String, RegisteredProject> held = granted(claims);
        List<RegisteredPublisher> added = rows.insert(held, checked, caller.actor());
        List<Addition> additions = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            Checked each = checked.get(i);
            additions.add(
                    new Addition(
                            Objects.requireNonNull(held.get(each.project().normalized())),
                            added.get(i),
                            each.publisher().notes(),
                            each.settled().warnings(added.get(i).pinDeadline())));
        }
        events.recordAdded(additions, caller.actor());
        return new Added(additions);
    }

    private static Map<String, ProjectName> names(List<Checked> checked) {
        Map<String, ProjectName> names = new LinkedHashMap<>();
        checked.forEach(each -> names.putIfAbsent(each.project().normalized(), each.project()));
        return names;
    }

    private static Map<String, RegisteredProject> granted(Map<String, NameClaim> claims) {
        Map<String, RegisteredProject> granted = new LinkedHashMap<>();
        claims.forEach(
                (name, claim) -> {
                    if (claim instanceof NameClaim.Granted(RegisteredProject project)) {
                        granted.put(name, project);
                    }
                });
        return granted;
    }

    /** Why publishers cannot be added to what somebody would get. */
    private List<ItemError> obstacles(Map<String, NameClaim> claims, List<Checked> checked) {
        Map<String, RegisteredProject> there = granted(claims);
        List<ItemError> errors = new ArrayList<>(twins(there, checked));
        Map<Long, Integer> counts = rows.counts(there);
        Map<String, Integer> wanted = new HashMap<>();
        for (Checked each : checked) {
            String name = each.project().normalized();
            RegisteredProject project = there.get(name);
            int already = project == null ? 0 : counts.getOrDefault(project.id(), 0);
            if (wanted.merge(name, 1, Integer::sum) + already > Publishers.MOST) {
                errors.add(error(each, "too-many", Publishers.tooMany()));
            }
            switch (claims.get(name)) {
                case NameClaim.Taken() ->
                        errors.add(error(each, "name-taken", "This name is taken"));
                case NameClaim.Denied(String reason) ->
                        errors.add(error(each, "forbidden", reason));
                case null, default -> {}
            }
        }
        return errors;
    }

    private static ItemError error(Checked each, String code, String message) {
        return new ItemError(each.item(), new FieldError("project", code, message), null);
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
                        project.map(name -> new Checked(number, name, publisher, NOT_ASKED))
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

    private List<ItemError> twins(Map<String, RegisteredProject> there, List<Checked> checked) {
        return rows.twins(there, checked).entrySet().stream()
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
}
