package dev.imprimatur.publisher;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.EventLog;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.RegisteredProject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tells of publishers with the same facts, whatever happened to them. */
@Component
class PublisherEvents {

    private final EventLog events;

    PublisherEvents(EventLog events) {
        this.events = events;
    }

    void record(
            EventType type,
            RegisteredProject project,
            RegisteredPublisher publisher,
            String actor) {
        record(type, project, facts(publisher), actor);
    }

    /** Tells of the fields of before, too. */
    void recordChange(
            RegisteredProject project,
            RegisteredPublisher before,
            RegisteredPublisher after,
            String actor) {
        Map<String, Object> facts = new LinkedHashMap<>(facts(after));
        facts.put("before", before.fields());
        record(EventType.PUBLISHER_CHANGED, project, facts, actor);
    }

    /** Tells of many that were added at once. */
    void recordAdded(List<PublisherBatch.AddedItem> items, String actor) {
        events.recordAll(
                items.stream()
                        .map(
                                each ->
                                        event(
                                                EventType.PUBLISHER_ADDED,
                                                each.project(),
                                                facts(each.publisher()),
                                                actor))
                        .toList());
    }

    private void record(
            EventType type, RegisteredProject project, Map<String, ?> facts, String actor) {
        events.record(event(type, project, facts, actor));
    }

    private static Event event(
            EventType type, RegisteredProject project, Map<String, ?> facts, String actor) {
        Event event =
                new Event(
                        type,
                        actor,
                        project.indexId(),
                        List.of(project.name().normalized()),
                        facts);
        // Others may wait for the same name, and get it: whose event it is must be known.
        return event.with(project.marks());
    }

    static Map<String, Object> facts(RegisteredPublisher publisher) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("publisher", publisher.id());
        facts.put("provider", publisher.provider());
        facts.put("fields", publisher.fields());
        if (publisher.pins() != null) {
            facts.put("pins", publisher.pins());
        }
        return facts;
    }
}
