package dev.imprimatur.notice;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A webhook and a mail server for the one context of the full-context tests. */
public final class TestNotices
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final Receiver WEBHOOK = new Receiver();
    static final MailServer MAIL = new MailServer();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "testNotices",
                                Map.of(
                                        "imprimatur.notifications.webhooks.test.url",
                                        WEBHOOK.url(),
                                        "imprimatur.notifications.webhooks.test.secrets[0]",
                                        NoticeHouse.SECRET,
                                        "imprimatur.notifications.webhooks.test.types",
                                        "token-revoked,project-removed,exchange-refused,token-leaked,api-token-leaked",
                                        "imprimatur.notifications.mail.from",
                                        "imprimatur@packages.test",
                                        "imprimatur.notifications.mail.operators[0]",
                                        NoticeHouse.OPERATOR,
                                        "imprimatur.notifications.mail.types",
                                        "project-removed",
                                        "spring.mail.host",
                                        "127.0.0.1",
                                        "spring.mail.port",
                                        Integer.toString(MAIL.port()))));
    }
}
