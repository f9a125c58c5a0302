package dev.imprimatur.exchange;

import dev.imprimatur.web.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The body of an exchange that holds the identity token as member {@code jwt}, and no more. */
final class JwtBody {

    /** What is said where there is none. */
    static final String WANTED =
            "The body must be one JSON object with the identity token as member jwt";

    private JwtBody() {}

    /**
     * The identity token as it was presented; empty where the body is no JSON object, or the member
     * is missing or no string. Members that we do not know pass.
     */
    static Optional<String> read(HttpServletRequest request) throws IOException {
        return JsonBody.read(request)
                .map(body -> body.path("jwt"))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue);
    }
}
