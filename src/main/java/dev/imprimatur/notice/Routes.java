package dev.imprimatur.notice;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Decides who is told of an event. */
final class Routes {

    /** Who revoked a token that came with the wish: a client that is done with it. */
    private static final String HOLDER = "holder";

    private final NoticeTargets targets;
    private final Recipients recipients;

    Routes(NoticeTargets targets, Recipients recipients) {
        this.targets = targets;
        this.recipients = recipients;
    }

    List<Route> of(RecordedEvent recorded) {
        Event event = recorded.event();
        List<Route> routes = new ArrayList<>();
        for (WebhookTarget webhook : targets.webhooks()) {
            if (webhook.filter().wants(event)) {
                routes.add(new Route(webhook.target(), "", event.projects()));
            }
        }
        MailTarget mail = targets.mail();
        if (mail != null && mail.filter().wants(event) && !isRoutine(event)) {
            Map<String, List<String>> people = new TreeMap<>(recipients.of(event));
            mail.operators().forEach(operator -> people.put(operator, event.projects()));
            people.forEach(
                    (address, projects) ->
                            routes.add(new Route(MailTarget.TARGET, address, projects)));
        }
        return routes;
    }

    /** Some clients hand their token back after every release: nobody reads the hundredth mail. */
    private static boolean isRoutine(Event event) {
        return event.type() == EventType.TOKEN_REVOKED && event.actor().equals(HOLDER);
    }
}
