package dev.imprimatur.notice;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who is told of what happens.
 *
 * @param webhooks by an id of your choice
 * @param mail what goes out by mail; the server is {@code spring.mail}'s
 */
@ConfigurationProperties("imprimatur.notifications")
record NotificationsProperties(@Nullable Map<String, Webhook> webhooks, @Nullable Mail mail) {

    /**
     * One webhook (Standard Webhooks 1.0.0).
     *
     * @param url where messages are posted; https, or http on loopback
     * @param secrets what they are signed with, {@code whsec_} and 24 to 64 bytes in base64; each
     *     signs
     * @param types the types of events that it is told; all unless set
     * @param indexes the package indexes whose events it is told; all unless set
     */
    record Webhook(
            @Nullable String url,
            @Nullable List<String> secrets,
            @Nullable List<String> types,
            @Nullable List<String> indexes) {

        /** Without the secrets, and without the URL, which may be one. */
        @Override
        public String toString() {
            return "Webhook[types=%s, indexes=%s]".formatted(types, indexes);
        }
    }

    /**
     * Mail to the owners of projects and to operators.
     *
     * @param from the sender's address
     * @param operators addresses that are told of everything
     * @param types the types of events that mail is sent about; all unless set
     */
    record Mail(
            @Nullable String from,
            @Nullable List<String> operators,
            @Nullable List<String> types) {}
}
