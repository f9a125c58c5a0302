package dev.imprimatur.audit;

import static java.util.Locale.ROOT;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    /** Somebody waits for a name: a pending project was made. */
    PROJECT_PENDING_CREATED,
    /** A pending project comes to its end soon. */
    PROJECT_PENDING_EXPIRING,
    /** A pending project had no upload in its time, and is gone. */
    PROJECT_PENDING_EXPIRED,
    /** The first upload made a pending project a real one. */
    PROJECT_PENDING_WON,
    /** The name of pending projects went to somebody else. */
    PROJECT_PENDING_LOST,
    /** An account may register publishers for names that begin in a certain way. */
    PREFIX_OWNER_ADDED,
    /** An account may do so no more. */
    PREFIX_OWNER_REMOVED,
    /** An account became a member of a project. */
    MEMBER_ADDED,
    /** A member of a project got another role. */
    MEMBER_CHANGED,
    /** An account is no member of a project any more. */
    MEMBER_REMOVED,
    /** A publisher was added to a project, or for a pattern of names. */
    PUBLISHER_ADDED,
    /** The fields of a publisher were changed. */
    PUBLISHER_CHANGED,
    /** A publisher was switched off. */
    PUBLISHER_DISABLED,
    /** A publisher was switched on again. */
    PUBLISHER_ENABLED,
    /** A publisher was bound to the immutable ids of its first use. */
    PUBLISHER_PINNED,
    /** A publisher was removed from its project, or from its pattern of names. */
    PUBLISHER_REMOVED,
    /** An identity came with the names of a publisher and with other immutable ids. */
    PIN_MISMATCH,
    /** An identity token was exchanged for an upload token. */
    TOKEN_MINTED,
    /** An upload token was revoked. */
    TOKEN_REVOKED,
    /** An upload token was found in the open. */
    TOKEN_LEAKED,
    /** A proven identity was refused an upload token. */
    EXCHANGE_REFUSED,
    /** An index was told that a file may be accepted. */
    UPLOAD_AUTHORIZED,
    /** An index was told that a file may not be accepted. */
    UPLOAD_REFUSED,
    /** Somebody was here for the first time. */
    ACCOUNT_CREATED,
    /** Somebody chose what they get mail about. */
    NOTIFICATIONS_CHANGED,
    /** Something was switched off in a hurry, or on again. */
    SWITCH_CHANGED,
    /** The index is told to take uploads of a project with an upload token alone. */
    PROJECT_TRUSTED_ONLY_ON,
    /** That was switched off, which takes effect after a while. */
    PROJECT_TRUSTED_ONLY_ENDING,
    /** An API token was created. */
    API_TOKEN_CREATED,
    /** An API token was found in the open. */
    API_TOKEN_LEAKED,
    /** An API token was removed. */
    API_TOKEN_REMOVED;

    private static final Map<String, EventType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(toMap(EventType::wireName, identity()));

    /** Few enough in a day that whoever is told reads them; none of them is on the hot path. */
    private static final Set<EventType> TOLD =
            Set.of(
                    PROJECT_BLOCKED,
                    PROJECT_UNBLOCKED,
                    PROJECT_REMOVED,
                    PUBLISHER_ADDED,
                    PUBLISHER_CHANGED,
                    PUBLISHER_DISABLED,
                    PUBLISHER_ENABLED,
                    PUBLISHER_REMOVED,
                    PIN_MISMATCH,
                    PROJECT_PENDING_EXPIRING,
                    PROJECT_PENDING_WON,
                    PROJECT_PENDING_LOST,
                    PROJECT_TRUSTED_ONLY_ENDING,
                    SWITCH_CHANGED,
                    TOKEN_REVOKED,
                    TOKEN_LEAKED,
                    API_TOKEN_LEAKED,
                    EXCHANGE_REFUSED);

    /** Whether people and webhooks are told of it. */
    public boolean isTold() {
        return TOLD.contains(this);
    }

    /** The name that is stored and shown. */
    public String wireName() {
        return name().toLowerCase(ROOT).replace('_', '-');
    }

    /** The type of a stored name; empty: a newer version beside us wrote it. */
    public static Optional<EventType> of(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }
}
