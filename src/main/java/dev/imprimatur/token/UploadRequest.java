package dev.imprimatur.token;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.secret.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that an index asks about.
 *
 * @param index who asks
 * @param token the upload token that came with the file; empty where what came cannot be one
 * @param project the project that the file belongs to
 * @param projectExists whether the index has the project from before, so that no upload makes it
 * @param version its version; null: not said
 * @param filename its name; null: not said
 * @param sha256 its digest, 32 bytes; null: not said
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; it goes into one SQL parameter
public record UploadRequest(
        PackageIndex index,
        Optional<Secret> token,
        ProjectName project,
        boolean projectExists,
        @Nullable String version,
        @Nullable String filename,
        byte @Nullable [] sha256) {}
