package dev.imprimatur.publisher;

import static java.util.Locale.ROOT;

/** Whether a publisher is bound to immutable ids, so that a name that changes hands is noticed. */
public enum PinState {
    /** It is from the start: the forge said what they are when it was registered. */
    RESOLVED,
    /** Its first use bound it. */
    BOUND,
    /** Its first use will bind it. */
    WAITING,
    /** It was not used in time: it matches nothing, and is to be registered again. */
    EXPIRED,
    /** Its provider has no immutable ids. */
    NONE;

    /** The name that is shown. */
    public String wireName() {
        return name().toLowerCase(ROOT);
    }
}
