package dev.imprimatur.forge;

import dev.imprimatur.outbound.Deadline;
import dev.imprimatur.provider.ForgeApi;

/** How the API of a kind of forge is asked for a repository, and how its answers are read. */
interface Strategy {

    /** Asks; blocks until the deadline at most. */
    Finding find(Names names, Deadline deadline) throws InterruptedException;

    /** The strategy that a definition names. */
    static Strategy of(ForgeApi api, ForgeClient client) {
        return switch (api.kind()) {
            case GITHUB -> new GitHub(client, api.tellsAll());
            case GITLAB -> new GitLab(client, api.tellsAll());
            case NONE -> (_, _) -> new Finding.NotAsked();
        };
    }
}
