package dev.imprimatur.web;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Answers in the one error format for what Tomcat refuses before any filter sees it: a request line
 * or a header that is none, an unknown transfer coding, TRACE.
 */
final class ProblemValve extends ErrorReportValve {

    private final Problems problems;

    ProblemValve(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean writable = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, writable);
        if (!writable.get()) {
            return;
        }
        // What the parser throws comes with its status; only a 500 is what a filter or servlet
        // threw.
        Problem problem =
                thrown == null || status != 500
                        ? Failures.ofStatus(status)
                        : Failures.problem(thrown);
        answer(response, Dialect.ofPath(request.getRequestURI()).of(problem));
    }

    private void answer(Response response, Problem problem) {
        try {
            byte[] body = problems.body(problem);
            response.setStatus(problem.status());
            Problems.headers(problem).forEach(response::setHeader);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("An error could not be answered", e);
        }
    }
}
