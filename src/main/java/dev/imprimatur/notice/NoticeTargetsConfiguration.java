package dev.imprimatur.notice;

import dev.imprimatur.project.Indexes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Reads who is told, or says in one sentence what is wrong with it. */
@Configuration(proxyBeanMethods = false)
class NoticeTargetsConfiguration {

    /** The property by which Spring Boot, too, decides whether there is a mail server. */
    @Bean
    NoticeTargets noticeTargets(
            NotificationsProperties properties, Indexes indexes, Environment environment) {
        return NoticeTargets.of(
                properties,
                environment.containsProperty("spring.mail.host"),
                id -> indexes.ofId(id).isPresent());
    }
}
