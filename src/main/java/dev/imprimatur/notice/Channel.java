package dev.imprimatur.notice;

import java.util.List;

/** A way out, with one receiver at its end or one server that passes messages on. */
interface Channel {

    /** Its name in the database: {@code mail}, or {@code webhook:} and the configured id. */
    String target();

    /** How many messages for one address it can send as one. */
    int atOnce();

    /**
     * Sends messages once; takes less time than {@link Deliveries#LEASE}.
     *
     * @param notices one or more for the same address
     */
    Attempt send(List<Notice> notices) throws InterruptedException;
}
