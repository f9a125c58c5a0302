package dev.imprimatur.notice;

import dev.imprimatur.audit.EventType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which events people get mail about, and which of them nobody may be without.
 *
 * <p>Intent: whoever gets hold of somebody's account, or merely of an API token of theirs, cannot
 * have the news of it withheld from them. Limit: they may still hold back the others, which is why
 * a change of what is told is an event.
 */
final class NoticeKind {

    private static final Set<EventType> SECURITY =
            Set.of(EventType.TOKEN_LEAKED, EventType.API_TOKEN_LEAKED, EventType.PIN_MISMATCH);

    /** In the order of their names. */
    private static final List<EventType> PEOPLES =
            Arrays.stream(EventType.values())
                    .filter(EventType::isTold)
                    .filter(type -> type != EventType.SWITCH_CHANGED)
                    .sorted(Comparator.comparing(EventType::wireName))
                    .toList();

    private NoticeKind() {}

    /** What is told to the people whom it concerns, and not to operators alone. */
    static List<EventType> all() {
        return PEOPLES;
    }

    /** Whether it goes out whatever somebody chose. */
    static boolean isSecurity(EventType type) {
        return SECURITY.contains(type);
    }

    /** Whether somebody may choose to hear nothing of it. */
    static boolean isChoice(EventType type) {
        return PEOPLES.contains(type) && !isSecurity(type);
    }
}
