package dev.imprimatur.notice;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * A receiver as the operator configured it. Its URL is shown nowhere: many receivers know their
 * senders by a part of it.
 *
 * @param id the configured id
 * @param url https, or http on loopback
 * @param keys each signs
 * @param filter what it is told
 */
record WebhookTarget(String id, URI url, List<SigningKey> keys, Filter filter) {

    String target() {
        return "webhook:" + id;
    }

    /**
     * Which events a receiver wants to hear of.
     *
     * @param types the names of event types
     * @param indexes the ids of package indexes; empty: all
     */
    record Filter(Set<String> types, Set<String> indexes) {

        /** What concerns no index in particular concerns them all. */
        boolean wants(dev.imprimatur.audit.Event event) {
            return types.contains(event.type().wireName())
                    && (indexes.isEmpty()
                            || event.indexId() == null
                            || indexes.contains(event.indexId()));
        }
    }

    @Override
    public String toString() {
        return "WebhookTarget[id=%s]".formatted(id);
    }
}
