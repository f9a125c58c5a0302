package dev.imprimatur.web;

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
    @Nullable ResponseEntity<byte[]> answer(Throwable thrown, HttpServletResponse response) {
        if (Failures.isClientGone(thrown)) {
            return null;
        }
        Problem problem = Failures.problem(thrown);
        // Half an answer is on its way: there is no place left for another.
        return response.isCommitted() ? null : problems.answer(problem);
    }
}
