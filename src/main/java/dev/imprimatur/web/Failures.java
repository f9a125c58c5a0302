package dev.imprimatur.web;

import dev.imprimatur.DatabaseFailure;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;

/**
 * Says which problem a thrown exception is. Everything that a client can cause is named here;
 * whatever is left is our fault, is logged with its cause, and the answer says nothing of it.
 */
final class Failures {

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private static final Duration COME_AGAIN = Duration.ofSeconds(2);

    private Failures() {}

    /** Whether nobody is there any more to answer. */
    static boolean isClientGone(Throwable thrown) {
        return !DatabaseFailure.isPassing(thrown)
                && cause(thrown, RefusedBodyException.class).isEmpty()
                && DisconnectedClientHelper.isClientDisconnectedException(thrown);
    }

    /** The problem of an exception; logs what its operator must know of. */
    static Problem problem(Throwable thrown) {
        Throwable failure =
                thrown instanceof ServletException wrapper && wrapper.getRootCause() != null
                        ? wrapper.getRootCause()
                        : thrown;
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if (DatabaseFailure.isPassing(failure)) {
            log.warn(
                    "The database cannot be had now: {} (SQLSTATE {})",
                    failure.getClass().getSimpleName(),
                    DatabaseFailure.state(failure).orElse("none"));
            return ofStatus(503).retryAfter(COME_AGAIN);
        }
        return ofRequest(failure)
                .orElseGet(
                        () -> {
                            log.error(
                                    "A request failed for a reason that nobody expected", failure);
                            return ofStatus(500);
                        });
    }

    /** The problem of a status that came without an exception. */
    static Problem ofStatus(int status) {
        ProblemCode code = ProblemCode.ofStatus(status);
        Problem problem = Problem.of(code, ProblemHelp.of(code).meaning()).withStatus(status);
        return status == 503 || status == 429 ? problem.retryAfter(COME_AGAIN) : problem;
    }

    private static Optional<Problem> ofRequest(Throwable failure) {
        Optional<RefusedBodyException> body = cause(failure, RefusedBodyException.class);
        if (body.isPresent()) {
            return Optional.of(ofStatus(body.get().status()));
        }
        if (cause(failure, BadRequestException.class).isPresent()) {
            return Optional.of(badRequest("The body does not come in the chunks that HTTP knows"));
        }
        Optional<InvalidParameterException> parameters =
                cause(failure, InvalidParameterException.class);
        if (parameters.isPresent()) {
            return Optional.of(ofStatus(parameters.get().getErrorCode()));
        }
        if (DatabaseFailure.isUnfitText(failure)) {
            return Optional.of(
                    Problem.of(
                            ProblemCode.INVALID_REQUEST,
                            "A text in the request holds what cannot be stored"));
        }
        return switch (failure) {
            case MethodArgumentTypeMismatchException mismatch -> Optional.of(mismatch(mismatch));
            case HttpMessageNotReadableException unread -> Optional.of(unreadable(unread));
            case MissingServletRequestParameterException missing ->
                    Optional.of(
                            badRequest(
                                    "The parameter %s is missing"
                                            .formatted(missing.getParameterName())));
            case ServletRequestBindingException _, TypeMismatchException _ ->
                    Optional.of(badRequest("A parameter is missing or is not of its type"));
            case RequestRejectedException _ ->
                    Optional.of(badRequest("The path or a header holds what is not served here"));
            case MultipartException _ -> Optional.of(ofStatus(415));
            case AccessDeniedException _ -> Optional.of(ofStatus(403));
            case AuthenticationException _ -> Optional.of(ofStatus(401));
            case ErrorResponse known when known.getStatusCode().value() != 500 ->
                    Optional.of(ofFramework(known));
            default -> Optional.empty();
        };
    }

    /** What Spring says of a request, with the headers that belong to it, such as {@code Allow}. */
    private static Problem ofFramework(ErrorResponse known) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : new String[] {HttpHeaders.ALLOW, HttpHeaders.ACCEPT}) {
            String value = String.join(", ", known.getHeaders().getOrEmpty(name));
            if (!value.isEmpty()) {
                headers.put(name, value);
            }
        }
        return ofStatus(known.getStatusCode().value()).withHeaders(headers);
    }

    /** A path that cannot be the name of anything names nothing. */
    private static Problem mismatch(MethodArgumentTypeMismatchException mismatch) {
        return mismatch.getParameter().hasParameterAnnotation(PathVariable.class)
                ? ofStatus(404)
                : badRequest("The parameter %s is not of its type".formatted(mismatch.getName()));
    }

    private static Problem unreadable(HttpMessageNotReadableException body) {
        return badRequest(
                cause(body, JacksonException.class)
                        .map(UnreadableJson::sentence)
                        .orElse("The body is missing: this call takes JSON"));
    }

    private static Problem badRequest(String detail) {
        return Problem.of(ProblemCode.BAD_REQUEST, detail);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
