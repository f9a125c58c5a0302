package dev.imprimatur.identity;

import dev.imprimatur.StorableText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a JSON object that a stranger wrote so that every reader of it sees the same thing: UTF-8
 * and nothing else, no member twice, nothing after the end, no text that a database refuses.
 *
 * <p>Depth, numbers and names are limited here. The length as a whole is the caller's to limit,
 * before it comes to this.
 */
final class StrictJson {

    private static final int DEEPEST = 8;
    private static final int LONGEST_NUMBER = 32;
    private static final int LONGEST_NAME = 256;

    /** The parts of a token have claims; each of a key set's keys has fewer. */
    private static final int MOST_MEMBERS = 200;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    // Names come from strangers: none of them is remembered.
                                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxNumberLength(LONGEST_NUMBER)
                                                    .maxNameLength(LONGEST_NAME)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private StrictJson() {}

    /** The object; empty where the bytes are anything but one. */
    static Optional<ObjectNode> object(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return MAPPER.readTree(text) instanceof ObjectNode object
                            && object.size() <= MOST_MEMBERS
                            && StorableText.isAllOf(object)
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (CharacterCodingException | JacksonException e) {
            return Optional.empty();
        }
    }
}
