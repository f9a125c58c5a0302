package dev.imprimatur.web;

import dev.imprimatur.ServiceProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one error format: an RFC 9457 problem document which at the same time has the members that
 * the shipping clients of package indexes read, {@code message} and {@code errors}. What those of
 * other ecosystems read beside these, or in their place, is {@link Dialect}'s.
 */
@Component
public class Problems {

    private static final int LONGEST_DETAIL = 1000;

    private final ServiceProperties service;
    private final JsonMapper json;
    private final ObjectProvider<ProblemPage> page;

    Problems(ServiceProperties service, JsonMapper json, ObjectProvider<ProblemPage> page) {
        this.service = service;
        this.json = json;
        this.page = page;
    }

    /** The answer to a request that is refused. */
    public ResponseEntity<byte[]> answer(Problem problem) {
        HttpHeaders headers = new HttpHeaders();
        headers(problem).forEach(headers::set);
        return ResponseEntity.status(problem.status()).headers(headers).body(body(problem));
    }

    /** Writes the answer where no controller answers, as the clients of the path read it. */
    public void write(HttpServletRequest request, HttpServletResponse response, Problem said)
            throws IOException {
        write(request.getRequestURI(), request, response, said);
    }

    /** The same where the request was sent on to another path. */
    void write(
            @Nullable String path,
            HttpServletRequest request,
            HttpServletResponse response,
            Problem said)
            throws IOException {
        if (PagePaths.isPage(path)) {
            page.getObject().write(request, response, said);
            return;
        }
        Problem problem = Dialect.ofPath(path).of(said);
        byte[] body = body(problem);
        response.resetBuffer();
        response.setStatus(problem.status());
        headers(problem).forEach(response::setHeader);
        response.setContentLength(body.length);
        out(response).write(body);
        response.flushBuffer();
    }

    /** Whoever began an answer with a writer left us no stream; the document is ASCII anyway. */
    private static OutputStream out(HttpServletResponse response) throws IOException {
        try {
            return response.getOutputStream();
        } catch (IllegalStateException e) {
            PrintWriter writer = response.getWriter();
            return new OutputStream() {
                @Override
                public void write(int next) {
                    writer.write(next);
                }
            };
        }
    }

    static Map<String, String> headers(Problem problem) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        headers.put(HttpHeaders.CACHE_CONTROL, "no-store");
        if (problem.retryAfter() != null) {
            headers.put(HttpHeaders.RETRY_AFTER, retryAfter(problem.retryAfter().toSeconds()));
        }
        headers.putAll(problem.headers());
        return headers;
    }

    /** The document alone, for where no controller answers. */
    public byte[] body(Problem problem) {
        String detail = printable(problem.detail());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", service.publicUrl() + "/_/problems/" + problem.code().code());
        document.put("title", problem.code().title());
        document.put("status", problem.status());
        document.put("detail", detail);
        document.put("message", problem.code().title());
        document.put("errors", errors(problem));
        document.putAll(problem.members());
        return json.writeValueAsBytes(document);
    }

    static List<? extends Map<String, ?>> errors(Problem problem) {
        if (problem.fields().isEmpty()) {
            return List.of(
                    Map.of(
                            "code",
                            problem.code().code(),
                            "description",
                            printable(problem.detail())));
        }
        return problem.fields().stream().map(Problems::error).toList();
    }

    /**
     * {@code message} is what people's programs read, {@code description} what CI clients index.
     */
    private static Map<String, ?> error(Problem.InvalidField invalid) {
        String message = printable(invalid.message());
        Map<String, Object> error = new LinkedHashMap<>(invalid.members());
        error.put("field", invalid.field());
        error.put("code", invalid.code());
        error.put("message", message);
        error.put("description", message);
        return error;
    }

    /** All there is to say in one line, for a client that shows its user no more than that. */
    static String sentence(Problem problem) {
        boolean saidBefore =
                problem.fields().stream()
                        .allMatch(invalid -> invalid.message().equals(problem.detail()));
        if (saidBefore) {
            return printable(problem.detail());
        }
        return printable(
                problem.fields().stream()
                        .map(invalid -> invalid.field() + ": " + invalid.message())
                        .collect(Collectors.joining("; ", problem.detail() + ": ", "")));
    }

    private static String retryAfter(long seconds) {
        return Long.toString(Math.max(1, seconds));
    }

    /**
     * One printable line. Intent: it ends up in a CI log, where a line break would begin a command
     * of the CI system; so nothing but printable ASCII passes.
     */
    static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_DETAIL)
                .forEach(c -> line.appendCodePoint(c >= ' ' && c <= '~' ? c : '?'));
        return line.toString();
    }
}
