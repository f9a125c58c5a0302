package dev.imprimatur.token;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.PendingProjects;
import dev.imprimatur.project.ProjectName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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

    private final PendingProjects pending;
    private final TransactionTemplate transaction;

    FirstUpload(PendingProjects pending, TransactionTemplate transaction) {
        this.pending = pending;
        this.transaction = transaction;
    }

    /**
     * Does what an upload comes to, after its project was made real.
     *
     * @param upload empty where the token was lost in this moment; then nothing happened at all
     * @return empty where the upload said so, or the project or its name went in this moment
     */
    <T> Optional<T> of(
            PackageIndex index,
            ProjectName name,
            TokenRow token,
            TokenRow.Grant grant,
            Supplier<Optional<T>> upload) {
        if (!(grant.standing() instanceof TokenRow.Standing.Waiting waiting)) {
            return upload.get();
        }
        Map<String, ?> cause = Map.of("upload_token", token.id(), "publisher", grant.publisherId());
        return transaction.execute(
                status -> {
                    Optional<T> done =
                            pending.becomeReal(
                                            index,
                                            waiting.projectId(),
                                            name,
                                            cause,
                                            "index:" + index.id())
                                    ? upload.get()
                                    : Optional.empty();
                    if (done.isEmpty()) {
                        status.setRollbackOnly();
                    }
                    return done;
                });
    }
}
