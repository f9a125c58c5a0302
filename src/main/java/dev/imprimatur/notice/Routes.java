package dev.imprimatur.notice;

import dev.imprimatur.audit.RecordedEvent;
import java.util.ArrayList;
import java.util.List;

/** Who is told of an event. */
final class Routes {

    private final List<WebhookTarget> webhooks;

    Routes(List<WebhookTarget> webhooks) {
        this.webhooks = webhooks;
    }

    List<Route> of(RecordedEvent recorded) {
        List<Route> routes = new ArrayList<>();
        for (WebhookTarget webhook : webhooks) {
            if (webhook.filter().wants(recorded.event())) {
                routes.add(new Route(webhook.target(), "", recorded.event().projects()));
            }
        }
        return routes;
    }
}
