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

    /**
     * What a publisher is a publisher of, as events name it.
     *
     * @param projects the normalised name of a project, or a pattern of names
     * @param marks who may know of it, where several may wait for the same name
     */
    record Subject(String indexId, String projects, Map<String, ?> marks) {

        static Subject of(RegisteredProject project) {
            return new Subject(project.indexId(), project.name().normalized(), project.marks());
        }

        static Subject ofPattern(String indexId, RegisteredPublisher publisher) {
            return new Subject(indexId, String.valueOf(publisher.projects()), Map.of());
        }
    }

    void record(EventType type, Subject subject, RegisteredPublisher publisher, String actor) {
        events.record(event(type, subject, facts(publisher), actor));
    }

    /** Tells of the fields of before, too. */
    void recordChange(
            Subject subject, RegisteredPublisher before, RegisteredPublisher after, String actor) {
        Map<String, Object> facts = new LinkedHashMap<>(facts(after));
        facts.put("before", before.fields());
        events.record(event(EventType.PUBLISHER_CHANGED, subject, facts, actor));
    }

    /** Tells of many that were added at once. */
    void recordAdded(List<PublisherBatch.AddedItem> items, String actor) {
        events.recordAll(
                items.stream()
                        .map(
                                each ->
                                        event(
                                                EventType.PUBLISHER_ADDED,
                                                Subject.of(each.project()),
                                                facts(each.publisher()),
                                                actor))
                        .toList());
    }

    private static Event event(
            EventType type, Subject subject, Map<String, ?> facts, String actor) {
        return new Event(type, actor, subject.indexId(), List.of(subject.projects()), facts)
                .with(subject.marks());
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
