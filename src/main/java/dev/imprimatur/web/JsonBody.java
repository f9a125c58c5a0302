package dev.imprimatur.web;

import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Component
public class JsonBody {
    private final JsonMapper json;

    JsonBody(JsonMapper json) {
        this.json = json;
    }

    public Optional<ObjectNode> object(byte[] body) {
        try {
            return json.readTree(body) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
