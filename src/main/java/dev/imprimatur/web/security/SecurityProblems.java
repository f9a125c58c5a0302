package dev.imprimatur.web.security;

import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.Problems;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Says no in the one error format where Spring Security says it. */
final class SecurityProblems {

    private final Problems problems;

    SecurityProblems(Problems problems) {
        this.problems = problems;
    }

    /**
     * 401 with a challenge (RFC 9110, section 11.6.1).
     *
     * @param challenge the value of {@code WWW-Authenticate}
     * @param detail which credentials are wanted
     */
    AuthenticationEntryPoint unauthenticated(String challenge, String detail) {
        Problem problem =
                Problem.of(ProblemCode.UNAUTHENTICATED, detail)
                        .withHeaders(Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge));
        return (request, response, why) -> problems.write(request, response, problem);
    }

    AccessDeniedHandler forbidden(String detail) {
        Problem problem = Problem.of(ProblemCode.FORBIDDEN, detail);
        return (request, response, why) -> problems.write(request, response, problem);
    }
}
