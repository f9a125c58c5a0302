package dev.imprimatur.sandbox.cargo;

import dev.imprimatur.secret.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code cargo publish} sends: twice a length in four bytes, the lowest first, and as many
 * bytes; the first are JSON, the others the crate.
 */
final class CrateUpload {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Pattern VERSION =
            Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+(?:[-+][0-9A-Za-z.+-]{1,60})?");

    /** What is wrong with an upload, in words for the person who uploads. */
    static final class InvalidUploadException extends Exception {
        InvalidUploadException(String message) {
            super(message);
        }
    }

    private final CrateName key;
    private final String name;
    private final String version;
    private final byte[] content;
    private final ObjectNode line;

    private CrateUpload(
            CrateName key, String name, String version, byte[] content, ObjectNode line) {
        this.key = key;
        this.name = name;
        this.version = version;
        this.content = content;
        this.line = line;
    }

    static CrateUpload read(byte[] body) throws InvalidUploadException {
        ByteBuffer buffer = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
        JsonNode metadata = json(part(buffer));
        byte[] content = part(buffer);
        if (buffer.hasRemaining()) {
            throw new InvalidUploadException("There is something behind the crate");
        }
        String name = metadata.path("name").asString("");
        String version = metadata.path("vers").asString("");
        if (!VERSION.matcher(version).matches()) {
            throw new InvalidUploadException("vers is missing or not a version");
        }
        CrateName key =
                CrateName.of(name)
                        .orElseThrow(
                                () ->
                                        new InvalidUploadException(
                                                "name is missing or not the name of a crate"));
        return new CrateUpload(key, name, version, content, line(metadata, content));
    }

    CrateName key() {
        return key;
    }

    /** As its author spells it. */
    String name() {
        return name;
    }

    String version() {
        return version;
    }

    /** What the index says of it. */
    ObjectNode line() {
        return line;
    }

    void writeTo(Path file) throws IOException {
        Files.write(file, content);
    }

    String filename() {
        return name + "-" + version + ".crate";
    }

    String sha256() {
        return line.path("cksum").asString();
    }

    private static byte[] part(ByteBuffer buffer) throws InvalidUploadException {
        int length = buffer.remaining() < Integer.BYTES ? -1 : buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new InvalidUploadException("The upload ends too early");
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private static JsonNode json(byte[] bytes) throws InvalidUploadException {
        try {
            return JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw new InvalidUploadException("The metadata is not JSON");
        }
    }

    private static ObjectNode line(JsonNode metadata, byte[] content) {
        ObjectNode line = JSON.createObjectNode();
        line.set("name", metadata.path("name"));
        line.set("vers", metadata.path("vers"));
        var dependencies = line.putArray("deps");
        metadata.path("deps").forEach(each -> dependencies.add(dependency(each)));
        line.put("cksum", HexFormat.of().formatHex(Secret.sha256(content)));
        line.set(
                "features",
                metadata.path("features").isObject()
                        ? metadata.path("features")
                        : JSON.createObjectNode());
        line.put("yanked", false);
        line.set("links", metadata.path("links").isString() ? metadata.path("links") : null);
        return line;
    }

    /** The index calls the requirement otherwise, and a renamed crate by its new name. */
    private static ObjectNode dependency(JsonNode sent) {
        ObjectNode dependency = JSON.createObjectNode();
        JsonNode renamed = sent.path("explicit_name_in_toml");
        dependency.set("name", renamed.isString() ? renamed : sent.path("name"));
        dependency.set("req", sent.path("version_req"));
        for (String same :
                new String[] {
                    "features", "optional", "default_features", "target", "kind", "registry"
                }) {
            if (sent.has(same)) {
                dependency.set(same, sent.path(same));
            }
        }
        if (renamed.isString()) {
            dependency.set("package", sent.path("name"));
        }
        return dependency;
    }
}
