package dev.imprimatur.sandbox.index;

import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * One file as the legacy upload form brings it, checked as far as an index can by itself.
 *
 * @param sha256 the content's digest in lower-case hex, computed here
 */
record UploadForm(
        ProjectName project, String version, String filename, Part content, String sha256) {

    /** Neither a path nor a hidden file can be spelt like this. */
    private static final Pattern FILENAME =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+!-]{0,200}(\\.tar\\.gz|\\.zip|\\.whl)");

    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+!-]{0,100}");
    private static final Set<String> FILE_TYPES = Set.of("sdist", "bdist_wheel");

    /** What is wrong with a form, in words for the person who uploads. */
    static final class InvalidFormException extends Exception {
        InvalidFormException(String message) {
            super(message);
        }
    }

    static UploadForm read(MultiValueMap<String, String> fields, @Nullable Part content)
            throws InvalidFormException, IOException {
        require("file_upload".equals(fields.getFirst(":action")), ":action must be file_upload");
        Optional<ProjectName> project = ProjectName.of(text(fields, "name"));
        String version = text(fields, "version");
        require(VERSION.matcher(version).matches(), "version is missing or not a version");
        require(
                FILE_TYPES.contains(text(fields, "filetype")),
                "filetype must be sdist or bdist_wheel");
        if (project.isEmpty()) {
            throw new InvalidFormException("name is missing or not a project name");
        }
        String filename = content == null ? null : content.getSubmittedFileName();
        if (content == null || filename == null) {
            throw new InvalidFormException("content must be a file");
        }
        require(FILENAME.matcher(filename).matches(), "the file's name is not a package file's");
        require(project.get().owns(filename), "the file's name does not begin with the project's");
        String sha256 = digest(content);
        String announced = text(fields, "sha256_digest").toLowerCase(Locale.ROOT);
        require(
                announced.isEmpty() || announced.equals(sha256),
                "sha256_digest is not the digest of the file");
        return new UploadForm(project.get(), version, filename, content, sha256);
    }

    private static String text(MultiValueMap<String, String> fields, String name) {
        String value = fields.getFirst(name);
        return value == null ? "" : value.strip();
    }

    private static void require(boolean holds, String otherwise) throws InvalidFormException {
        if (!holds) {
            throw new InvalidFormException(otherwise);
        }
    }

    private static String digest(Part content) throws IOException {
        try (InputStream stream = content.getInputStream()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(stream, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
