package dev.imprimatur.notice;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.project.Indexes;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {

    private static final Duration WEBHOOK_BUDGET = Duration.ofSeconds(15);

    @Bean
    NoticeTargets noticeTargets(NotificationsProperties properties, Indexes indexes) {
        return NoticeTargets.of(properties, id -> indexes.ofId(id).isPresent());
    }

    @Bean(destroyMethod = "close")
    Sender noticeSender(
            NoticeTargets targets,
            JdbcClient jdbc,
            EventLog events,
            JsonMapper json,
            ServiceProperties service,
            MeterRegistry meters,
            Clock clock) {
        Wording wording = new Wording(service.publicUrl());
        HttpClient http = WebhookChannel.client(WEBHOOK_BUDGET);
        List<Channel> channels = new ArrayList<>();
        for (WebhookTarget webhook : targets.webhooks()) {
            channels.add(
                    new WebhookChannel(
                            webhook, http, new NoticeBody(json, wording), clock, WEBHOOK_BUDGET));
        }
        return new Sender(
                channels, new Deliveries(jdbc, events, clock), new NoticeMeters(meters), clock);
    }

    @Bean
    Notifications notifications(
            NoticeTargets targets,
            Sender sender,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            EventLog events,
            Clock clock) {
        return new Notifications(
                new Dispatcher(
                        jdbc,
                        transaction,
                        events,
                        new FirstOnly(jdbc),
                        new Routes(targets.webhooks()),
                        new Deliveries(jdbc, events, clock)),
                sender);
    }
}
