package dev.imprimatur.outbound;

import java.time.Duration;

/** The end of a time budget that several requests share. */
public final class Deadline {

    private final long at;

    private Deadline(long at) {
        this.at = at;
    }

    /** When this budget, which begins now, is used up. */
    public static Deadline in(Duration budget) {
        return new Deadline(System.nanoTime() + budget.toNanos());
    }

    /** What is left of it in nanoseconds; nothing or less: it is used up. */
    public long nanosLeft() {
        return at - System.nanoTime();
    }

    /** The one of the two that comes first. */
    public Deadline orEarlier(Deadline other) {
        return nanosLeft() <= other.nanosLeft() ? this : other;
    }
}
