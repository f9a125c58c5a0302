package dev.imprimatur.forge;

import dev.imprimatur.forge.Finding.Cause;
import dev.imprimatur.outbound.Deadline;
import dev.imprimatur.provider.FieldError;
import dev.imprimatur.provider.ForgeApi.Kind;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks GitHub: {@code GET /repos/{owner}/{repo}}, and {@code GET /users/{owner}} where there is no
 * such repository, since a private one is not shown.
 *
 * <p>A repository that only our token shows is answered as one that is not shown at all, with the
 * same questions asked, unless all is to be told.
 */
final class GitHub implements Strategy {

    private final ForgeClient client;
    private final boolean tellsAll;

    GitHub(ForgeClient client, boolean tellsAll) {
        this.client = client;
        this.tellsAll = tellsAll;
    }

    @Override
    public Finding find(Names names, Deadline deadline) throws InterruptedException {
        return switch (client.get(deadline, "repos", names.owner(), names.name())) {
            case Reply.Document(ObjectNode json) -> shown(read(json), names, deadline);
            case Reply.Missing() -> notShown(names, deadline);
            case Reply.Moved(String id) -> moved(names, id, deadline);
            case Reply.Trouble(String reason) -> Finding.unanswered(reason);
        };
    }

    private Finding shown(Optional<Repository> read, Names names, Deadline deadline)
            throws InterruptedException {
        if (read.isEmpty()) {
            return Finding.unanswered(client.nonsense());
        }
        return isForAll(read) ? read.get().answer(names, Kind.GITHUB) : notShown(names, deadline);
    }

    private boolean isForAll(Optional<Repository> repository) {
        return tellsAll || repository.filter(Repository::isPublic).isPresent();
    }

    private Finding notShown(Names names, Deadline deadline) throws InterruptedException {
        return switch (client.get(deadline, "users", names.owner())) {
            case Reply.Missing() when !isManaged(names.owner()) ->
                    new Finding.Wrong(
                            new FieldError(
                                    "owner", "not-found", "GitHub has no account of this name"));
            case Reply.Trouble(String reason) -> Finding.unanswered(reason);
            case Reply.Document _, Reply.Missing _, Reply.Moved _ ->
                    new Finding.Unknown(
                            Cause.HIDDEN,
                            "GitHub shows no repository of this name: there is none, or it is"
                                    + " private.");
        };
    }

    /** Accounts that an enterprise manages have an underscore, and are hidden from outsiders. */
    private static boolean isManaged(String owner) {
        return owner.contains("_");
    }

    private Finding moved(Names names, String id, Deadline deadline) throws InterruptedException {
        Optional<Repository> today =
                client.get(deadline, "repositories", id) instanceof Reply.Document(ObjectNode json)
                        ? read(json)
                        : Optional.empty();
        return isForAll(today)
                ? Repository.moved(today, names, Kind.GITHUB)
                : notShown(names, deadline);
    }

    private static Optional<Repository> read(ObjectNode json) {
        // An Enterprise Server may show what it calls internal to all of a company, as private.
        JsonNode isPrivate = json.path("private");
        return Repository.of(
                json.at("/owner/id"),
                json.path("id"),
                json.path("full_name"),
                isPrivate.isBoolean() && !isPrivate.booleanValue());
    }
}
