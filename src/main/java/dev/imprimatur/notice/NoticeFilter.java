package dev.imprimatur.notice;

import dev.imprimatur.audit.Event;
import java.util.Set;

/**
 * Which events a receiver wants to hear of.
 *
 * @param types the names of event types
 * @param indexes the ids of package indexes; empty: all
 */
record NoticeFilter(Set<String> types, Set<String> indexes) {

    /** What concerns no index in particular concerns them all. */
    boolean wants(Event event) {
        return types.contains(event.type().wireName())
                && (indexes.isEmpty()
                        || event.indexId() == null
                        || indexes.contains(event.indexId()));
    }
}
