package dev.imprimatur.notice;

import dev.imprimatur.audit.RecordedEvent;
import java.util.List;
import java.util.UUID;

/**
 * One message as it is sent.
 *
 * @param id of the delivery, the same for every attempt
 * @param address a mail address; empty for a webhook
 * @param projects those of the event that the receiver may know of
 * @param recorded what is told
 */
record Notice(UUID id, String address, List<String> projects, RecordedEvent recorded) {

    /** For a log: no address, and nothing that a stranger wrote. */
    @Override
    public String toString() {
        return "%s (%s)".formatted(id, recorded.event().type().wireName());
    }
}
