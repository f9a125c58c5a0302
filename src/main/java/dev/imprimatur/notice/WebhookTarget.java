package dev.imprimatur.notice;

import java.net.URI;
import java.util.List;

/**
 * A receiver as the operator configured it. Its URL is shown nowhere: many receivers know their
 * senders by a part of it.
 *
 * @param id the configured id
 * @param url https, or http on loopback
 * @param keys each signs
 * @param filter what it is told
 */
record WebhookTarget(String id, URI url, List<SigningKey> keys, NoticeFilter filter) {

    String target() {
        return "webhook:" + id;
    }

    @Override
    public String toString() {
        return "WebhookTarget[id=%s]".formatted(id);
    }
}
