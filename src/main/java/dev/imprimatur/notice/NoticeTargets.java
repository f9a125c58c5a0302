package dev.imprimatur.notice;

import dev.imprimatur.ConfigurationException;
import dev.imprimatur.Loopback;
import dev.imprimatur.audit.EventType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is told, as the operator wrote it down.
 *
 * @param webhooks each with an id of its own
 * @param mail null: no mail is sent
 */
record NoticeTargets(List<WebhookTarget> webhooks, @Nullable MailTarget mail) {

    private static final String SECRETS =
            "must be one or more secrets, each whsec_ and 24 to 64 bytes in base64, such as what"
                    + " this prints: echo whsec_$(openssl rand -base64 32)";

    /**
     * @param mailServer whether there is one
     * @param isIndex whether there is a package index with this id
     * @throws ConfigurationException with one sentence that says what is wrong
     */
    static NoticeTargets of(
            NotificationsProperties properties, boolean mailServer, Predicate<String> isIndex) {
        List<WebhookTarget> webhooks = new ArrayList<>();
        if (properties.webhooks() != null) {
            properties
                    .webhooks()
                    .forEach((id, webhook) -> webhooks.add(webhook(id, webhook, isIndex)));
        }
        return new NoticeTargets(webhooks, mail(properties.mail(), mailServer));
    }

    private static WebhookTarget webhook(
            String id, NotificationsProperties.Webhook webhook, Predicate<String> isIndex) {
        String name = "webhooks." + id;
        require(id.matches("[a-z0-9][a-z0-9-]{0,39}"), name, "must have an id of a-z, 0-9 and -");
        return new WebhookTarget(
                id,
                url(name + ".url", webhook.url()),
                keys(name + ".secrets", webhook.secrets()),
                new NoticeFilter(
                        types(name + ".types", webhook.types()),
                        indexes(name + ".indexes", webhook.indexes(), isIndex)));
    }

    private static @Nullable MailTarget mail(
            NotificationsProperties.@Nullable Mail mail, boolean mailServer) {
        if (!mailServer) {
            require(mail == null, "mail", "needs a mail server: set spring.mail.host");
            return null;
        }
        String wanted = "must be a mail address, such as imprimatur@example.org";
        if (mail == null || mail.from() == null || !MailTarget.isAddress(mail.from())) {
            throw wrong("mail.from", wanted);
        }
        List<String> operators = mail.operators() == null ? List.of() : mail.operators();
        require(
                operators.stream().allMatch(MailTarget::isAddress),
                "mail.operators",
                "must be mail addresses, such as operators@example.org");
        return new MailTarget(
                mail.from(),
                operators,
                new NoticeFilter(types("mail.types", mail.types()), Set.of()));
    }

    private static URI url(String name, @Nullable String text) {
        String wanted = "must be an https URL, or an http one on loopback, without a user";
        try {
            URI url = new URI(text == null ? "" : text);
            require(
                    url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawFragment() == null
                            && ("https".equals(url.getScheme()) || Loopback.isHttp(url)),
                    name,
                    wanted);
            return url;
        } catch (URISyntaxException e) {
            throw wrong(name, wanted);
        }
    }

    private static List<SigningKey> keys(String name, @Nullable List<String> secrets) {
        if (secrets == null || secrets.isEmpty()) {
            throw wrong(name, SECRETS);
        }
        return secrets.stream()
                .map(text -> SigningKey.read(text).orElseThrow(() -> wrong(name, SECRETS)))
                .toList();
    }

    private static Set<String> types(String name, @Nullable List<String> types) {
        Set<String> told =
                Arrays.stream(EventType.values())
                        .filter(EventType::isTold)
                        .map(EventType::wireName)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (types == null || types.isEmpty()) {
            return told;
        }
        require(told.containsAll(types), name, "must be some of " + String.join(", ", told));
        return Set.copyOf(types);
    }

    private static Set<String> indexes(
            String name, @Nullable List<String> wanted, Predicate<String> isIndex) {
        if (wanted == null) {
            return Set.of();
        }
        require(
                wanted.stream().allMatch(isIndex),
                name,
                "must be ids of package indexes that are configured");
        return Set.copyOf(wanted);
    }

    private static void require(boolean holds, String name, String wanted) {
        if (!holds) {
            throw wrong(name, wanted);
        }
    }

    private static ConfigurationException wrong(String name, String wanted) {
        return new ConfigurationException("imprimatur.notifications.%s %s".formatted(name, wanted));
    }
}
