package dev.imprimatur.project;

import dev.imprimatur.account.Caller;
import dev.imprimatur.account.Scope;
import org.springframework.stereotype.Component;

/**
 * Says who may claim a name that is not registered in an index yet. Its answer depends on the name,
 * the caller and the configuration alone, so that it tells nobody whether the name is taken.
 */
@Component
public class NamePolicy {

    private final Access access;

    NamePolicy(Access access) {
        this.access = access;
    }

    /** What the wish to claim a name comes to. */
    public sealed interface Claim {}

    /** They may. */
    public record Allowed() implements Claim {}

    /**
     * They may not.
     *
     * @param reason which rule says so, one sentence
     */
    public record Refused(String reason) implements Claim {}

    /** Whether this caller may claim this name. */
    public Claim mayClaim(PackageIndex index, ProjectName name, Caller caller) {
        if (!caller.scope().contains(Scope.PUBLISHERS_WRITE)) {
            return new Refused(
                    "This takes credentials of the scope %s; these have the scope %s"
                            .formatted(
                                    Scope.PUBLISHERS_WRITE.wireName(), caller.scope().wireName()));
        }
        if (!access.reaches(caller, index.id(), name)) {
            return new Refused("These credentials are limited to other projects");
        }
        if (caller.administrator()) {
            return new Allowed();
        }
        if (index.names().reserved().stream().anyMatch(pattern -> pattern.matches(name))) {
            return new Refused(
                    "This name is reserved in this package index: only an administrator registers"
                            + " it");
        }
        return switch (index.names().claimedBy()) {
            case ANYONE -> new Allowed();
            case MEMBERS ->
                    caller.member()
                            ? new Allowed()
                            : new Refused(
                                    "Only members and administrators claim new names in this"
                                            + " package index, and come themselves, not with an API"
                                            + " token");
            case ADMINS ->
                    new Refused(
                            "Only administrators register new names in this package index: ask one"
                                    + " to register the project and to make you its owner");
        };
    }
}
