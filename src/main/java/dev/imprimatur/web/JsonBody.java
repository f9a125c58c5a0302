package dev.imprimatur.web;

import dev.imprimatur.StorableText;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a body as one strict JSON object, whatever its {@code Content-Type} says, for the dialects
 * of clients, which know their own members and error formats.
 */
public final class JsonBody {

    private static final JsonMapper JSON = ApiJson.mapper();

    private JsonBody() {}

    /**
     * The body of a request. Reads the stream itself: where a client says that its JSON is a form,
     * Spring would hand out what is left of it after it was read as one.
     *
     * @throws IOException where the body cannot be read, or is larger than the cap
     */
    public static Optional<ObjectNode> read(HttpServletRequest request) throws IOException {
        return object(request.getInputStream().readAllBytes());
    }

    /**
     * The array in these bytes; empty where they are anything but one JSON array. Its texts may
     * hold what cannot be stored.
     */
    public static Optional<ArrayNode> array(byte[] body) {
        try {
            return JSON.readTree(body) instanceof ArrayNode array
                    ? Optional.of(array)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /**
     * The object in these bytes; empty where they are anything but one JSON object in which no
     * member comes twice and every text can be stored.
     */
    public static Optional<ObjectNode> object(byte[] body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object && StorableText.isAllOf(object)
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
