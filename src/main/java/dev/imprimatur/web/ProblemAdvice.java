package dev.imprimatur.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers in the one error format for everything that controllers and Spring MVC throw. */
@RestControllerAdvice
class ProblemAdvice {

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler(Throwable.class)
    @Nullable ResponseEntity<byte[]> answer(
            Throwable thrown, HttpServletRequest request, HttpServletResponse response)
            throws Throwable {
        if (Failures.isClientGone(thrown)) {
            return null;
        }
        Problem problem = Failures.problem(thrown);
        // Half an answer is on its way: there is no place left for another, and it must not look
        // like a whole one. The container breaks the connection off for what it is thrown.
        if (response.isCommitted()) {
            throw thrown;
        }
        if (PagePaths.isPage(request)) {
            problems.write(request, response, problem);
            return null;
        }
        return problems.answer(Dialect.ofPath(request.getRequestURI()).of(problem));
    }
}
