package dev.imprimatur.notice;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What sending a message once came to. */
sealed interface Attempt {

    /** The receiver has it. */
    record Delivered() implements Attempt {}

    /**
     * The receiver does not have it, as far as we know.
     *
     * @param reason in a few words of ours, never of the receiver's
     * @param retryAfter how long the receiver asks us to wait; null: it does not say
     */
    record Failed(String reason, @Nullable Duration retryAfter) implements Attempt {}

    /** The receiver will never take it. */
    record Gone(String reason) implements Attempt {}
}
