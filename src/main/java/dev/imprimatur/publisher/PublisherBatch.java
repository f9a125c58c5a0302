package dev.imprimatur.publisher;

import dev.imprimatur.account.Caller;
import dev.imprimatur.project.NameClaim;
import dev.imprimatur.project.NameClaims;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.RegisteredProject;
import dev.imprimatur.provider.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final BatchItems items;
    private final NameClaims nameClaims;
    private final PublisherRows rows;
    private final PublisherQuota quota;
    private final PublisherEvents events;
    private final TransactionTemplate transaction;

    PublisherBatch(
            BatchItems items,
            NameClaims nameClaims,
            PublisherRows rows,
            PublisherQuota quota,
            PublisherEvents events,
            TransactionTemplate transaction) {
        this.items = items;
        this.nameClaims = nameClaims;
        this.rows = rows;
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
    public record Added(List<AddedItem> items) implements Outcome {}

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
    public record AddedItem(
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

    /** Adds all, or tells what is wrong with each. */
    public Outcome add(PackageIndex index, List<@Nullable Item> wished, Caller caller) {
        return prepare(
                index,
                wished,
                caller,
                true,
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
    public Outcome check(PackageIndex index, List<@Nullable Item> wished, Caller caller) {
        return prepare(
                index,
                wished,
                caller,
                false,
                checked -> new Acceptable(checked.stream().map(rows::preview).toList()));
    }

    /**
     * All that needs no lock: forges are asked here, and may take long.
     *
     * @param looksItself whether accepting looks at what is there: where nobody is asked meanwhile,
     *     it need not be looked at before
     */
    private Outcome prepare(
            PackageIndex index,
            List<@Nullable Item> wished,
            Caller caller,
            boolean looksItself,
            Function<List<CheckedItem>, Outcome> accept) {
        if (quota.left(index, caller) < wished.size()) {
            return new TooMany(index.names().publishersPerAccount());
        }
        BatchItems.Sorted checked = items.check(index, wished);
        if (looksItself && checked.errors().isEmpty() && !items.askForges(checked.fit())) {
            return accept.apply(checked.fit());
        }
        Map<String, NameClaim> claims =
                nameClaims.wouldClaimAll(index, names(checked.fit()).values(), caller);
        List<ItemError> errors = new ArrayList<>(checked.errors());
        // Those that are fit are compared with what is there even where others are not.
        errors.addAll(obstacles(claims, checked.fit()));
        if (!errors.isEmpty()) {
            return new Refused(errors);
        }
        BatchItems.Sorted settled = items.settle(checked.fit());
        return settled.errors().isEmpty()
                ? accept.apply(settled.fit())
                : new Refused(settled.errors());
    }

    private Outcome write(PackageIndex index, List<CheckedItem> checked, Caller caller) {
        Map<String, NameClaim> claims = nameClaims.claimAll(index, names(checked).values(), caller);
        List<ItemError> obstacles = obstacles(claims, checked);
        if (!obstacles.isEmpty()) {
            return new Refused(obstacles);
        }
        Map<String, RegisteredProject> held = granted(claims);
        List<RegisteredPublisher> added = rows.insert(held, checked, caller.actor());
        List<AddedItem> additions = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            CheckedItem each = checked.get(i);
            additions.add(
                    new AddedItem(
                            Objects.requireNonNull(held.get(each.project().normalized())),
                            added.get(i),
                            each.publisher().notes(),
                            each.settled().warnings(added.get(i).pinDeadline())));
        }
        events.recordAdded(additions, caller.actor());
        return new Added(additions);
    }

    private static Map<String, ProjectName> names(List<CheckedItem> checked) {
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
    private List<ItemError> obstacles(Map<String, NameClaim> claims, List<CheckedItem> checked) {
        Map<String, RegisteredProject> there = granted(claims);
        List<ItemError> errors = new ArrayList<>(twins(there, checked));
        Map<Long, Integer> counts = rows.counts(there);
        Map<String, Integer> wanted = new HashMap<>();
        for (CheckedItem each : checked) {
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

    private static ItemError error(CheckedItem each, String code, String message) {
        return new ItemError(each.item(), new FieldError("project", code, message), null);
    }

    private List<ItemError> twins(Map<String, RegisteredProject> there, List<CheckedItem> checked) {
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
}
