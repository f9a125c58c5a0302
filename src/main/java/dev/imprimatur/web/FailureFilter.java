package dev.imprimatur.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers in the one error format for what filters throw, such as a credential check without a
 * database.
 */
final class FailureFilter extends OncePerRequestFilter {

    private final Problems problems;

    FailureFilter(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            if (response.isCommitted()) {
                throw e;
            }
            if (!Failures.isClientGone(e)) {
                problems.write(request, response, Failures.problem(e));
            }
        }
    }
}
