package dev.imprimatur.notice;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/** Keeps notices going: what happened becomes messages, and messages that are due are sent. */
final class Notifications {

    private static final Logger log = LoggerFactory.getLogger(Notifications.class);

    private final Dispatcher dispatcher;
    private final Sender sender;

    Notifications(Dispatcher dispatcher, Sender sender) {
        this.dispatcher = dispatcher;
        this.sender = sender;
    }

    /** What a database that is away now keeps from being sent is sent later. */
    @Scheduled(fixedDelay = 1000)
    void onSchedule() {
        try {
            dispatcher.run();
            sender.run();
        } catch (DataAccessException | TransactionException e) {
            log.debug("Notices wait, the database does not answer", e);
        }
    }
}
