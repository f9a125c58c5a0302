package dev.imprimatur.exchange;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imprimatur.project.Ecosystem;
import dev.imprimatur.project.PackageIndex;
import dev.imprimatur.web.Dialect;
import dev.imprimatur.web.JsonBody;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.limit.LimitedPerAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The exchange that NuGet's login action asks for. Intent: the user name in the body says nothing
 * here; who may publish follows from the identity token alone, so nobody needs a name.
 */
@RestController
class NugetController {

    private static final String API_KEY = "ApiKey";

    /** Not 401: other credentials would not mend it. */
    private static final Problem NOTHING_TO_MAKE =
            Problem.of(
                            ProblemCode.INVALID_PAYLOAD,
                            "The body must be one JSON object; its tokenType is " + API_KEY)
                    .withStatus(HttpStatus.BAD_REQUEST.value());

    /** As .NET writes times that can be read back. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'+00:00'")
                    .withZone(ZoneOffset.UTC);

    private final IndexesHere indexes;
    private final DialectAnswers answers;

    NugetController(IndexesHere indexes, DialectAnswers answers) {
        this.indexes = indexes;
        this.answers = answers;
    }

    @LimitedPerAddress
    @PostMapping("/api/v2/token")
    ResponseEntity<?> exchange(HttpServletRequest request) throws IOException {
        List<PackageIndex> here = indexes.of(request, Ecosystem.NUGET);
        Optional<String> identityToken = BearerToken.read(request);
        if (identityToken.isEmpty()) {
            return answers.noIdentityToken(Dialect.NUGET, BearerToken.WANTED);
        }
        Optional<ObjectNode> body = JsonBody.read(request);
        if (body.map(it -> it.path("tokenType")).filter(NugetController::isApiKey).isEmpty()) {
            return answers.refused(Dialect.NUGET, NOTHING_TO_MAKE);
        }
        return answers.exchange(
                Dialect.NUGET,
                new ExchangeRequest(identityToken.get(), here, null, false),
                HttpStatus.OK,
                ApiKey::of);
    }

    /** There is one type only, so that a client which names none means it. */
    private static boolean isApiKey(JsonNode type) {
        return type.isMissingNode() || type.isString() && type.stringValue().equals(API_KEY);
    }

    private record ApiKey(
            @JsonProperty("tokenType") String tokenType,
            String expires,
            @JsonProperty("apiKey") String apiKey) {

        static ApiKey of(Exchanged.Minted minted) {
            return new ApiKey(API_KEY, TIME.format(minted.expiresAt()), minted.token().reveal());
        }

        /** Without the text: Spring writes what it answers into its debug log. */
        @Override
        public String toString() {
            return "ApiKey[expires=" + expires + "]";
        }
    }
}
