package dev.imprimatur.web;

import static java.util.Locale.ROOT;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/**
 * Every reason for a "no", in one place: its stable code, its status, and its title. {@link
 * ProblemHelp} says what each means, who mends it, and how.
 */
public enum ProblemCode {
    // An exchange
    INVALID_PAYLOAD(HttpStatus.UNPROCESSABLE_CONTENT, "The request holds no identity token"),
    NOT_ENABLED(HttpStatus.UNPROCESSABLE_CONTENT, "Trusted publishing is switched off"),
    INVALID_TOKEN(HttpStatus.UNPROCESSABLE_CONTENT, "The identity token does not count"),
    INVALID_PUBLISHER(HttpStatus.UNPROCESSABLE_CONTENT, "No matching trusted publisher"),
    INVALID_PENDING_PUBLISHER(
            HttpStatus.UNPROCESSABLE_CONTENT, "The project of the pending publisher exists by now"),
    INVALID_REUSE_TOKEN(
            HttpStatus.UNPROCESSABLE_CONTENT, "The identity token was exchanged before"),
    INVALID_FEATURES(HttpStatus.UNPROCESSABLE_CONTENT, "The features cannot be had"),
    INVALID_SCOPE(HttpStatus.UNPROCESSABLE_CONTENT, "A project is out of reach"),
    INVALID_TARGET(HttpStatus.UNPROCESSABLE_CONTENT, "No such package index"),
    UNSUPPORTED_GRANT_TYPE(
            HttpStatus.UNPROCESSABLE_CONTENT, "Identity tokens are exchanged here, nothing else"),
    ISSUER_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE, "The identity provider's keys cannot be had now"),

    // An upload
    UNKNOWN_TOKEN(HttpStatus.FORBIDDEN, "No such upload token"),
    EXPIRED_TOKEN(HttpStatus.FORBIDDEN, "The upload token has expired"),
    REVOKED_TOKEN(HttpStatus.FORBIDDEN, "The upload token was revoked"),
    CONSUMED_TOKEN(HttpStatus.FORBIDDEN, "The upload token was good for one upload"),
    WRONG_INDEX(HttpStatus.FORBIDDEN, "The upload token is for another index"),
    WRONG_PROJECT(HttpStatus.FORBIDDEN, "The upload token is not for this project"),
    PUBLISHER_REMOVED(HttpStatus.FORBIDDEN, "The trusted publisher was removed"),
    VERSION_MISMATCH(HttpStatus.FORBIDDEN, "The tag is not that of this version"),
    PROJECT_BLOCKED(HttpStatus.FORBIDDEN, "Uploads of this project are blocked"),
    NAME_TAKEN(HttpStatus.FORBIDDEN, "The name is somebody else's"),
    PENDING_EXPIRED(HttpStatus.FORBIDDEN, "The pending project has expired"),

    // Management
    INVALID_REQUEST(HttpStatus.UNPROCESSABLE_CONTENT, "The request cannot be understood"),
    INVALID_FIELDS(HttpStatus.UNPROCESSABLE_CONTENT, "Some fields are not valid"),
    DUPLICATE(HttpStatus.CONFLICT, "It is there already"),
    LAST_OWNER(HttpStatus.CONFLICT, "The project would have no owner"),
    PROJECT_PENDING(HttpStatus.CONFLICT, "The project waits for its first upload"),
    PRECONDITION_REQUIRED(
            HttpStatus.PRECONDITION_REQUIRED, "The request does not say what it changes"),
    PRECONDITION_FAILED(HttpStatus.PRECONDITION_FAILED, "It was changed in the meantime"),

    // Anything
    BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request cannot be understood"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "Credentials are missing or wrong"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "Not allowed"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "Nothing is here"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not served here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The media type cannot be had"),
    CONTENT_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The media type is not understood here"),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "Too many requests"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The service cannot answer now");

    private final HttpStatus status;
    private final String title;

    ProblemCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The code for a status that the framework or the container chose. */
    static ProblemCode ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> CONTENT_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 422 -> INVALID_REQUEST;
            case 429 -> RATE_LIMITED;
            case 503 -> UNAVAILABLE;
            // Transfer codings and protocol versions: the request's fault, whatever the number.
            case 501, 505 -> BAD_REQUEST;
            default -> status >= 500 ? INTERNAL_ERROR : BAD_REQUEST;
        };
    }

    /** The code of this name; empty where there is none. */
    static Optional<ProblemCode> of(String code) {
        return Arrays.stream(values()).filter(known -> known.code().equals(code)).findFirst();
    }

    /** The code as programs read it. */
    public String code() {
        return name().toLowerCase(ROOT).replace('_', '-');
    }

    /** The HTTP status that goes with it. */
    public HttpStatus status() {
        return status;
    }

    /** What it means, in a few words. */
    public String title() {
        return title;
    }
}
