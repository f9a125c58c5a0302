package dev.imprimatur.notice;

import dev.imprimatur.audit.EventType;
import java.util.Set;

/**
 * What an account wants to hear of by mail.
 *
 * @param mail whether it gets mail beside what is about security
 * @param silent what it gets no mail about even so
 */
public record NoticeSettings(boolean mail, Set<EventType> silent) {

    /** Keeps what it is given. */
    public NoticeSettings {
        silent = Set.copyOf(silent);
    }
}
