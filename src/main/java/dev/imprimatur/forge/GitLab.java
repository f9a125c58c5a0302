package dev.imprimatur.forge;

import dev.imprimatur.forge.Finding.Cause;
import dev.imprimatur.outbound.Deadline;
import dev.imprimatur.provider.ForgeApi.Kind;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks GitLab: {@code GET /projects/{path}}, the whole path as one segment. Who is not signed in is
 * not told whether a namespace exists, so what is not shown may always be private.
 *
 * <p>A project that only our token shows is answered as one that is not shown at all, unless all is
 * to be told.
 */
final class GitLab implements Strategy {

    private static final Finding NOT_SHOWN =
            new Finding.Unknown(
                    Cause.HIDDEN,
                    "GitLab shows no project of this name: there is none, or it is private.");

    private final ForgeClient client;
    private final boolean tellsAll;

    GitLab(ForgeClient client, boolean tellsAll) {
        this.client = client;
        this.tellsAll = tellsAll;
    }

    @Override
    public Finding find(Names names, Deadline deadline) throws InterruptedException {
        return switch (client.get(deadline, "projects", names.path())) {
            case Reply.Document(ObjectNode json) ->
                    read(json)
                            .map(
                                    project ->
                                            tellsAll || project.isPublic()
                                                    ? project.answer(names, Kind.GITLAB)
                                                    : NOT_SHOWN)
                            .orElseGet(() -> Finding.unanswered(client.nonsense()));
            case Reply.Missing() -> NOT_SHOWN;
            case Reply.Moved(String id) -> moved(names, id, deadline);
            case Reply.Trouble(String reason) -> Finding.unanswered(reason);
        };
    }

    private Finding moved(Names names, String id, Deadline deadline) throws InterruptedException {
        Optional<Repository> today =
                client.get(deadline, "projects", id) instanceof Reply.Document(ObjectNode json)
                        ? read(json)
                        : Optional.empty();
        return tellsAll || today.filter(Repository::isPublic).isPresent()
                ? Repository.moved(today, names, Kind.GITLAB)
                : NOT_SHOWN;
    }

    private static Optional<Repository> read(ObjectNode json) {
        // Only who is signed in is told of it; without a token nothing else is shown.
        return Repository.of(
                json.at("/namespace/id"),
                json.path("id"),
                json.path("path_with_namespace"),
                json.path("visibility").asString("").equals("public"));
    }
}
