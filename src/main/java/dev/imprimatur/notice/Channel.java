package dev.imprimatur.notice;

/** A way out, with one receiver at its end or one server that passes messages on. */
interface Channel {

    /** Its name in the database: {@code mail}, or {@code webhook:} and the configured id. */
    String target();

    /** Sends a message once; takes a bounded time. */
    Attempt send(Notice notice) throws InterruptedException;
}
