package dev.imprimatur.token;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.project.RealProjects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes a project real together with the upload that does it: both happen or neither.
 *
 * <p>Intent: of two who come at once with the same new name, one gets project and upload, the other
 * neither. Uploads of projects that are there are not touched by any of this.
 */
@Component
class FirstUpload {

    private final RealProjects projects;
    private final TransactionTemplate transaction;

    FirstUpload(RealProjects projects, TransactionTemplate transaction) {
        this.projects = projects;
        this.transaction = transaction;
    }

    /**
     * Does what an upload comes to, after its project was made real.
     *
     * @param upload gets whether it is the one that made the project; empty where the token was
     *     lost in this moment, and then nothing happened at all
     * @return empty where the upload said so, or the project or its name went in this moment
     */
    <T> Optional<T> of(
            PackageIndex index,
            ProjectName name,
            TokenRow token,
            TokenRow.Grant grant,
            Function<Boolean, Optional<T>> upload) {
        if (grant.isReal()) {
            return upload.apply(false);
        }
        return transaction.execute(
                status -> {
                    Optional<T> done = make(index, name, token, grant).flatMap(upload);
                    if (done.isEmpty()) {
                        status.setRollbackOnly();
                    }
                    return done;
                });
    }

    /** Whether the project was made just now; empty: it cannot be made any more. */
    private Optional<Boolean> make(
            PackageIndex index, ProjectName name, TokenRow token, TokenRow.Grant grant) {
        var cause =
                new RealProjects.FirstUpload(
                        "index:" + index.id(), token.id(), grant.publisherId());
        return switch (grant.standing()) {
            case TokenRow.Standing.Waiting waiting ->
                    projects.becomeReal(index, waiting.projectId(), name, cause)
                            ? Optional.of(true)
                            : Optional.empty();
            case TokenRow.Standing.Absent() ->
                    Optional.of(projects.createUnderPattern(index, name, cause));
            case TokenRow.Standing.Real(),
                    TokenRow.Standing.Any(),
                    TokenRow.Standing.Lost(),
                    TokenRow.Standing.Taken() ->
                    Optional.empty();
        };
    }
}
