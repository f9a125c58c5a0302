package dev.imprimatur.web;

import java.io.IOException;

/** A request body goes on beyond the cap: reading it ends here. */
final class BodyTooLargeException extends IOException {

    BodyTooLargeException() {
        super("The request body is larger than the cap");
    }
}
