package dev.imprimatur.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every answer that is a "no" must look like. */
public final class ProblemFormat {

    private ProblemFormat() {}

    /** Checks a body, which clients index without looking whether the members are there. */
    public static JsonNode check(String contentType, String body) {
        assertThat(contentType).as(body).startsWith("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(body);
        assertThat(problem.propertyNames())
                .contains("type", "title", "status", "detail", "message", "errors");
        assertThat(problem.get("errors").values())
                .isNotEmpty()
                .allSatisfy(
                        error -> {
                            assertThat(error.get("code").stringValue()).matches("[a-z-]+");
                            assertThat(error.get("description").stringValue()).matches("[ -~]+");
                        });
        return problem;
    }

    /** Checks an answer and its code. */
    public static JsonNode check(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode problem =
                check(answer.headers().firstValue("Content-Type").orElse(""), answer.body());
        assertThat(problem.get("type").stringValue())
                .isEqualTo("https://packages.test/_/problems/" + code);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        return problem;
    }
}
