package dev.imprimatur.sandbox.npm;

import dev.imprimatur.secret.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What npm sends to publish one version, checked as far as a registry can by itself.
 *
 * @param manifest the package.json of the version, with its digests
 * @param tags the names that stand for this version from now on, such as {@code latest}
 * @param base64 the tarball, as it came
 */
record PublishDocument(
        PackageName name, String version, ObjectNode manifest, List<String> tags, String base64) {

    private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+-]{0,100}");

    /** What is wrong with a document, in words for the person who publishes. */
    static final class InvalidDocumentException extends Exception {
        InvalidDocumentException(String message) {
            super(message);
        }
    }

    static PublishDocument read(PackageName name, byte[] body) throws InvalidDocumentException {
        JsonNode document;
        try {
            document = JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            throw new InvalidDocumentException("the body is not JSON");
        }
        List<Map.Entry<String, JsonNode>> versions =
                List.copyOf(document.path("versions").properties());
        require(versions.size() == 1, "versions must hold one version");
        String version = versions.getFirst().getKey();
        require(
                versions.getFirst().getValue() instanceof ObjectNode,
                "the version must hold its package.json");
        ObjectNode manifest = (ObjectNode) versions.getFirst().getValue();
        require(
                name.text().equals(document.path("name").asString(""))
                        && name.text().equals(manifest.path("name").asString("")),
                "the name is another one than that in the path");
        require(
                VERSION.matcher(version).matches()
                        && version.equals(manifest.path("version").asString("")),
                "the version is none, or another one than that of its package.json");
        return new PublishDocument(
                name,
                version,
                manifest,
                document.path("dist-tags").properties().stream()
                        .filter(tag -> version.equals(tag.getValue().asString("")))
                        .map(Map.Entry::getKey)
                        .toList(),
                tarball(document, manifest.path("dist")));
    }

    private static String tarball(JsonNode document, JsonNode dist)
            throws InvalidDocumentException {
        List<JsonNode> tarballs =
                document.path("_attachments").properties().stream()
                        .filter(attachment -> attachment.getKey().endsWith(".tgz"))
                        .map(Map.Entry::getValue)
                        .toList();
        require(tarballs.size() == 1, "_attachments must hold one tarball");
        String base64 = tarballs.getFirst().path("data").asString("");
        byte[] tarball;
        try {
            tarball = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidDocumentException("the tarball is not base64");
        }
        require(
                ("sha512-" + Base64.getEncoder().encodeToString(digest("SHA-512", tarball)))
                        .equals(dist.path("integrity").asString("")),
                "integrity is not the digest of the tarball");
        require(
                HexFormat.of()
                        .formatHex(digest("SHA-1", tarball))
                        .equals(dist.path("shasum").asString("")),
                "shasum is not the digest of the tarball");
        return base64;
    }

    byte[] tarball() {
        return Base64.getDecoder().decode(base64);
    }

    String sha256() {
        return HexFormat.of().formatHex(Secret.sha256(tarball()));
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(boolean holds, String otherwise) throws InvalidDocumentException {
        if (!holds) {
            throw new InvalidDocumentException(otherwise);
        }
    }
}
