package dev.imprimatur.project;

/** What a caller may do with a project; each contains those before it. */
public enum Right {
    /** Nothing: to this caller the project is not there. */
    NONE,
    /** Look at it, its publishers, uploads and events. */
    VIEW,
    /** Change its publishers and revoke its upload tokens. */
    PUBLISH,
    /** Change its members and settings. */
    OWN,
    /** Everything, as the operator. */
    ADMIN;

    /** Whether this right contains another one. */
    public boolean contains(Right other) {
        return compareTo(other) >= 0;
    }
}
