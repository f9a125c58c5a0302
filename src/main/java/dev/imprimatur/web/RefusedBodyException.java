package dev.imprimatur.web;

import java.io.IOException;

/** A request body that is not read to its end: it is too large, or comes too slowly. */
final class RefusedBodyException extends IOException {

    private final int status;

    private RefusedBodyException(int status, String message) {
        super(message);
        this.status = status;
    }

    static RefusedBodyException tooLarge() {
        return new RefusedBodyException(413, "The request body is larger than the cap");
    }

    static RefusedBodyException tooSlow() {
        return new RefusedBodyException(408, "The request body took longer than a body may");
    }

    /** What is answered. */
    int status() {
        return status;
    }
}
