package dev.imprimatur.notice;

import dev.imprimatur.ServiceProperties;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Puts the room together. */
@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {

    private static final Duration WEBHOOK_BUDGET = Duration.ofSeconds(15);

    /** The ways out that there are. */
    record Channels(List<Channel> all) {

        List<String> targets() {
            return all.stream().map(Channel::target).toList();
        }
    }

    @Bean
    Channels noticeChannels(
            NoticeTargets targets,
            JsonMapper json,
            ServiceProperties service,
            ObjectProvider<JavaMailSender> mailSender,
            Clock clock) {
        Wording wording = new Wording(service.publicUrl());
        List<Channel> channels =
                new ArrayList<>(
                        WebhookChannel.all(
                                targets.webhooks(),
                                new NoticeBody(json, wording),
                                clock,
                                WEBHOOK_BUDGET));
        if (targets.mail() != null) {
            MailText text = new MailText(wording, service.publicUrl());
            channels.add(new MailChannel(targets.mail(), mailSender.getObject(), text, clock));
        }
        return new Channels(channels);
    }

    @Bean
    Deliveries noticeDeliveries(JdbcClient jdbc, EventReader events, Clock clock) {
        return new Deliveries(jdbc, events, clock);
    }

    @Bean
    Sender noticeSender(
            Channels channels, Deliveries deliveries, MeterRegistry meters, Clock clock) {
        return new Sender(channels.all(), deliveries, new NoticeMeters(meters), clock);
    }

    @Bean
    Notifications notifications(
            NoticeTargets targets,
            Deliveries deliveries,
            Sender sender,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            EventReader events) {
        Routes routes = new Routes(targets, new Recipients(jdbc));
        return new Notifications(
                new Dispatcher(jdbc, transaction, events, new FirstOnly(jdbc), routes, deliveries),
                sender);
    }

    @Bean
    NoticeChoices noticeChoices(
            NoticeTargets targets,
            JdbcClient jdbc,
            EventLog events,
            TransactionTemplate transaction) {
        return new NoticeChoices(targets, new SilencedNotices(jdbc), events, transaction);
    }

    @Bean
    WaitingNotices waitingNotices(JdbcClient jdbc) {
        return new WaitingNotices(jdbc);
    }

    @Bean
    WaitingMeters waitingMeters(WaitingNotices waiting, Channels channels, MeterRegistry registry) {
        return new WaitingMeters(waiting, channels.targets(), registry);
    }

    @Bean
    NoticeCleanUp noticeCleanUp(
            Channels channels, JdbcClient jdbc, NoticeRetentionProperties retention, Clock clock) {
        return new NoticeCleanUp(jdbc, channels.targets(), retention, clock);
    }
}
