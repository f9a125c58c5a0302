package dev.imprimatur.web.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.imprimatur.account.LeakedApiTokens;
import dev.imprimatur.secret.Leak;
import dev.imprimatur.secret.Secret;
import dev.imprimatur.token.LeakedUploadTokens;
import dev.imprimatur.web.JsonBody;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import dev.imprimatur.web.limit.LimitedPerAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Takes reports in the shape of GitHub's secret scanning partner programme. What is reported is
 * known to the world, so it is ended at once; a report that comes again changes nothing more.
 */
@RestController
class LeakController {

    private static final String KEY_ID = "Github-Public-Key-Identifier";
    private static final String SIGNATURE = "Github-Public-Key-Signature";
    private static final int MOST_MATCHES = 1000;
    private static final int LONGEST_TYPE = 100;

    private final LeakKeys keys;
    private final LeakedUploadTokens uploadTokens;
    private final LeakedApiTokens apiTokens;
    private final Problems problems;

    LeakController(
            LeakKeys keys,
            LeakedUploadTokens uploadTokens,
            LeakedApiTokens apiTokens,
            Problems problems) {
        this.keys = keys;
        this.uploadTokens = uploadTokens;
        this.apiTokens = apiTokens;
        this.problems = problems;
    }

    /**
     * What a match was. The reporter knows the token by its hash as well, so its text is not
     * repeated.
     */
    record Feedback(String tokenHash, String tokenType, String label) {}

    @LimitedPerAddress
    @PostMapping("/_/secrets/disclose-token")
    ResponseEntity<?> disclose(HttpServletRequest request) throws IOException {
        if (keys.none()) {
            return problems.answer(
                    Problem.of(
                            ProblemCode.NOT_FOUND, "No reporter of leaked tokens is configured"));
        }
        byte[] body = request.getInputStream().readAllBytes();
        String reporter = request.getHeader(KEY_ID);
        if (!keys.verify(reporter, request.getHeader(SIGNATURE), body)) {
            return problems.answer(
                    Problem.of(ProblemCode.FORBIDDEN, "The report is not signed by a known key"));
        }
        Optional<ArrayNode> matches =
                JsonBody.array(body).filter(array -> array.size() <= MOST_MATCHES);
        if (matches.isEmpty()) {
            return problems.answer(
                    Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            "The body must be one JSON array of at most %d matches"
                                    .formatted(MOST_MATCHES)));
        }
        List<Feedback> feedback = new ArrayList<>();
        for (JsonNode match : matches.get()) {
            // One that cannot be read must not keep the others alive.
            if (match.path("token").isString()) {
                feedback.add(end(match, reporter));
            }
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(feedback);
    }

    private Feedback end(JsonNode match, String reporter) {
        String text = match.path("token").stringValue();
        Leak leak =
                Leak.of(
                        text,
                        match.path("url").stringValue(""),
                        match.path("source").stringValue(""),
                        reporter);
        boolean ours = uploadTokens.end(text, leak) || apiTokens.end(text, leak);
        String type = match.path("type").stringValue("");
        return new Feedback(
                HexFormat.of().formatHex(Secret.sha256(text.getBytes(UTF_8))),
                type.substring(0, Math.min(type.length(), LONGEST_TYPE)),
                ours ? "true_positive" : "false_positive");
    }
}
