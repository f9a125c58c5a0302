package dev.imprimatur.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Shows a problem to somebody who looks at pages in a browser. */
public interface ProblemPage {

    /** Writes the whole answer; works without a database. */
    void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException;
}
