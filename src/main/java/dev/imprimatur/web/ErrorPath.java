package dev.imprimatur.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where the container sends what went wrong outside of Spring MVC. Asked for by a client, it is a
 * path like any other that is not there.
 */
@RestController
class ErrorPath implements ErrorController {

    private final Problems problems;

    ErrorPath(Problems problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Problem problem =
                thrown instanceof Throwable failure
                        ? Failures.problem(failure)
                        : Failures.ofStatus(status instanceof Integer known ? known : 404);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        problems.write((String) path, request, response, problem);
    }
}
