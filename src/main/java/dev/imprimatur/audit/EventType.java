package dev.imprimatur.audit;

import static java.util.Locale.ROOT;

/** What can happen; the name in lower case with hyphens is stored and shown. */
public enum EventType {
    /** A project was registered. */
    PROJECT_CREATED,
    /** Uploads of a project were blocked. */
    PROJECT_BLOCKED,
    /** Uploads of a project go ahead again. */
    PROJECT_UNBLOCKED,
    /** A project was removed, and its publishers with it. */
    PROJECT_REMOVED,
    /** A publisher was added to a project. */
    PUBLISHER_ADDED,
    /** A publisher was bound to the immutable ids of its first use. */
    PUBLISHER_PINNED,
    /** The fields of a publisher were changed. */
    PUBLISHER_CHANGED,
    /** A publisher was switched off. */
    PUBLISHER_DISABLED,
    /** A publisher was switched on again. */
    PUBLISHER_ENABLED,
    /** A publisher was removed from its project. */
    PUBLISHER_REMOVED,
    /** An identity token was exchanged for an upload token. */
    TOKEN_MINTED,
    /** An upload token was revoked. */
    TOKEN_REVOKED,
    /** A proven identity was refused an upload token. */
    EXCHANGE_REFUSED,
    /** An index was told that a file may be accepted. */
    UPLOAD_AUTHORIZED,
    /** An index was told that a file may not be accepted. */
    UPLOAD_REFUSED,
    /** An API token was created. */
    API_TOKEN_CREATED,
    /** An API token was removed. */
    API_TOKEN_REMOVED;

    /** The name that is stored and shown. */
    public String wireName() {
        return name().toLowerCase(ROOT).replace('_', '-');
    }

    /** The type of a stored name. */
    public static EventType of(String wireName) {
        return valueOf(wireName.toUpperCase(ROOT).replace('-', '_'));
    }
}
