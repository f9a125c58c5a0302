package dev.imprimatur.publisher;

/** What removing a publisher comes to. */
public enum Removal {
    /** It is gone. */
    REMOVED,
    /** Somebody edited it in the meantime; it is still there. */
    STALE,
    /** There is no such publisher, or not for the caller. */
    MISSING
}
