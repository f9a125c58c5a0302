package dev.imprimatur.forge;

import dev.imprimatur.forge.Finding.Cause;
import dev.imprimatur.outbound.Deadline;
import dev.imprimatur.provider.ForgeApi.Kind;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks GitLab: {@code GET /projects/{path}}, the whole path as one segment. Who is not signed in is
 * not told whether a namespace exists, so what is not shown may always be private.
 */
final class GitLab implements Strategy {

    private final ForgeClient client;

    GitLab(ForgeClient client) {
        this.client = client;
    }

    @Override
    public Finding find(Names names, Deadline deadline) throws InterruptedException {
        return switch (client.get(deadline, "projects", names.path())) {
            case Reply.Document(ObjectNode json) ->
                    read(json)
                            .map(project -> project.answer(names, Kind.GITLAB))
                            .orElseGet(() -> Finding.unanswered(client.nonsense()));
            case Reply.Missing() ->
                    new Finding.Unknown(
                            Cause.HIDDEN,
                            "GitLab shows no project of this name: there is none, or it is"
                                    + " private.");
            case Reply.Moved(String id) -> moved(names, id, deadline);
            case Reply.Trouble(String reason) -> Finding.unanswered(reason);
        };
    }

    private Finding moved(Names names, String id, Deadline deadline) throws InterruptedException {
        Optional<Repository> today =
                client.get(deadline, "projects", id) instanceof Reply.Document(ObjectNode json)
                        ? read(json)
                        : Optional.empty();
        return Repository.moved(today, names, Kind.GITLAB);
    }

    private static Optional<Repository> read(ObjectNode json) {
        return Repository.of(
                json.at("/namespace/id"), json.path("id"), json.path("path_with_namespace"));
    }
}
