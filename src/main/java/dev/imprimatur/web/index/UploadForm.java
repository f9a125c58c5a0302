package dev.imprimatur.web.index;

import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.secret.Secret;
import dev.imprimatur.token.UploadRequest;
import dev.imprimatur.token.UploadTokens;
import dev.imprimatur.web.Problem.InvalidField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what an index asks, and collects everything that is wrong with it. */
final class UploadForm {

    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{C}]*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final List<String> MEMBERS =
            List.of(
                    "token",
                    "authorization",
                    "project",
                    "project_exists",
                    "version",
                    "filename",
                    "sha256");

    private final ObjectNode body;
    private final List<InvalidField> invalid = new ArrayList<>();

    UploadForm(ObjectNode body) {
        this.body = body;
    }

    /** What came of reading. */
    sealed interface Reading {
        /** It can be decided. */
        record Complete(UploadRequest request) implements Reading {}

        /** It cannot. */
        record Incomplete(List<InvalidField> fields) implements Reading {}
    }

    Reading read(PackageIndex index) {
        Optional<Secret> token = token();
        Optional<ProjectName> project =
                text("project", 300).flatMap(text -> projectName(index, text));
        boolean exists = flag("project_exists");
        String version = text("version", 200).orElse(null);
        String filename = text("filename", 500).orElse(null);
        byte[] sha256 = text("sha256", 64).flatMap(this::digest).orElse(null);
        if (!has("project")) {
            invalid("project", "required", "project is missing");
        }
        if (!MEMBERS.containsAll(body.propertyNames())) {
            invalid("body", "unknown", "There is a member that is not one of " + MEMBERS);
        }
        return invalid.isEmpty() && project.isPresent()
                ? new Reading.Complete(
                        new UploadRequest(
                                index, token, project.get(), exists, version, filename, sha256))
                : new Reading.Incomplete(List.copyOf(invalid));
    }

    /** A text that cannot be an upload token is not an error of the index: the answer is a no. */
    private Optional<Secret> token() {
        if (has("token") == has("authorization")) {
            invalid(
                    "token",
                    "required",
                    "One of token and authorization must be there, and not both");
            return Optional.empty();
        }
        Function<String, Optional<Secret>> reader =
                has("token") ? UploadTokens::read : UploadTokens::readAuthorization;
        JsonNode presented = body.path(has("token") ? "token" : "authorization");
        if (!presented.isString()) {
            invalid("token", "invalid", "The upload token must be a string");
            return Optional.empty();
        }
        return reader.apply(presented.stringValue());
    }

    private Optional<ProjectName> projectName(PackageIndex index, String text) {
        Optional<ProjectName> name = index.projectName(text);
        if (name.isEmpty()) {
            invalid("project", "invalid", "project is no name of this ecosystem");
        }
        return name;
    }

    private Optional<byte[]> digest(String text) {
        if (!SHA256.matcher(text).matches()) {
            invalid("sha256", "invalid", "sha256 must be 64 hexadecimal digits");
            return Optional.empty();
        }
        return Optional.of(HexFormat.of().parseHex(text));
    }

    private boolean flag(String name) {
        JsonNode node = body.path(name);
        if (has(name) && !node.isBoolean()) {
            invalid(name, "invalid", name + " must be true or false");
        }
        return node.isBoolean() && node.booleanValue();
    }

    private Optional<String> text(String name, int longest) {
        JsonNode node = body.path(name);
        if (!has(name)) {
            return Optional.empty();
        }
        String text = node.isString() ? node.stringValue() : null;
        if (text == null || text.length() > longest || !PRINTABLE.matcher(text).matches()) {
            invalid(
                    name,
                    "invalid",
                    "%s must be printable text of at most %d characters".formatted(name, longest));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private boolean has(String name) {
        @Nullable JsonNode node = body.get(name);
        return node != null && !node.isNull();
    }

    private void invalid(String field, String code, String message) {
        invalid.add(new InvalidField(field, code, message));
    }
}
