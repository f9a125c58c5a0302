package dev.imprimatur.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who calls the management API, and with what right at most. What they may do with a project is for
 * {@code project.Access} to say.
 *
 * @param actor how events name them
 * @param account the person; null: credentials of the operator's that are nobody's own
 * @param administrator whether the person, or the operator who made the credentials, may do
 *     everything
 * @param member whether the person is one of those who may claim names where members may
 * @param scope what the credentials are good for at most
 * @param projects the projects that the credentials are limited to; null: none is out of reach
 */
public record Caller(
        String actor,
        @Nullable Account account,
        boolean administrator,
        boolean member,
        Scope scope,
        @Nullable List<ProjectGlob> projects) {

    /** Credentials of the operator's without any limit. */
    public static Caller operator(String actor) {
        return new Caller(actor, null, true, true, Scope.ADMIN, null);
    }

    /**
     * Whether nothing is out of reach. Intent: an administrator's own token that was limited is no
     * administrator, whatever its holder is.
     */
    public boolean isAdmin() {
        return administrator && scope == Scope.ADMIN && projects == null;
    }
}
