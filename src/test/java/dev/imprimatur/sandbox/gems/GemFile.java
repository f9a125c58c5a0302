package dev.imprimatur.sandbox.gems;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * What a gem says about itself. Intent: whoever may push one gem must not push another by calling
 * it something else, so nothing but the specification inside counts.
 */
record GemFile(String name, String version, String platform) {

    private static final int BLOCK = 512;
    private static final int LONGEST_SPECIFICATION = 1024 * 1024;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

    /** Reads a gem: a tar archive with its specification as gzipped YAML. */
    static Optional<GemFile> read(byte[] gem) {
        try {
            byte[] metadata = entry(gem, "metadata.gz");
            return metadata == null ? Optional.empty() : specification(unzipped(metadata));
        } catch (IOException | YAMLException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The file's name, without its ending. */
    String fullName() {
        String stem = name + "-" + version;
        return platform.equals("ruby") ? stem : stem + "-" + platform;
    }

    boolean isPrerelease() {
        return version.chars().anyMatch(Character::isLetter);
    }

    /** The content of the first file of a name in a tar archive (POSIX ustar). */
    private static byte @Nullable [] entry(byte[] tar, String wanted) {
        int at = 0;
        while (at + BLOCK <= tar.length && tar[at] != 0) {
            String name = text(tar, at, 100);
            int size = Integer.parseInt(text(tar, at + 124, 12).strip(), 8);
            int content = at + BLOCK;
            if (size > tar.length - content) {
                return null;
            }
            if (name.equals(wanted)) {
                return Arrays.copyOfRange(tar, content, content + size);
            }
            at = content + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return null;
    }

    private static String text(byte[] tar, int from, int longest) {
        int to = from;
        while (to < from + longest && tar[to] != 0) {
            to++;
        }
        return new String(tar, from, to - from, US_ASCII);
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readNBytes(LONGEST_SPECIFICATION), UTF_8);
        }
    }

    /** As a tree alone: its tags name Ruby's classes, and nothing is ever made of them. */
    private static Optional<GemFile> specification(String yaml) {
        Node root = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        String name = scalar(member(root, "name"));
        String version = scalar(member(member(root, "version"), "version"));
        String platform = scalar(member(root, "platform"));
        return isWord(name) && isWord(version)
                ? Optional.of(new GemFile(name, version, isWord(platform) ? platform : "ruby"))
                : Optional.empty();
    }

    private static @Nullable Node member(@Nullable Node node, String name) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(tuple -> name.equals(scalar(tuple.getKeyNode())))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static String scalar(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static boolean isWord(String text) {
        return WORD.matcher(text).matches();
    }
}
