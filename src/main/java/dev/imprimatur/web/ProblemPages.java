package dev.imprimatur.web;

import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What stands behind the {@code type} of a problem: what it means, who mends it, and how. */
@RestController
class ProblemPages {

    private static final MediaType PLAIN =
            new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    private final Problems problems;

    ProblemPages(Problems problems) {
        this.problems = problems;
    }

    @GetMapping("/_/problems/{code}")
    ResponseEntity<byte[]> page(@PathVariable String code) {
        return ProblemCode.of(code)
                .map(
                        known ->
                                ResponseEntity.ok()
                                        .contentType(PLAIN)
                                        .body(text(known).getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> problems.answer(Failures.ofStatus(404)));
    }

    private static String text(ProblemCode code) {
        ProblemHelp help = ProblemHelp.of(code);
        return """
                %s (%d)
                %s

                What it means: %s.
                Who mends it:  %s.
                How:           %s.
                """
                .formatted(
                        code.code(),
                        code.status().value(),
                        code.title(),
                        help.meaning(),
                        help.who().text(),
                        help.how());
    }
}
