package dev.imprimatur.exchange;

import dev.imprimatur.project.PackageIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, in whatever dialect it asked.
 *
 * @param identityToken the identity token as it was presented
 * @param indexes the indexes that the dialect and the address leave open; the audience picks one
 * @param projects the projects to which the upload token is narrowed; null: all that trust the
 *     identity
 * @param singleUse whether the upload token is to authorise one upload only
 */
record ExchangeRequest(
        String identityToken,
        List<PackageIndex> indexes,
        @Nullable List<String> projects,
        boolean singleUse) {

    @Override
    public String toString() {
        return "ExchangeRequest[indexes=" + indexes.size() + ", singleUse=" + singleUse + "]";
    }
}
