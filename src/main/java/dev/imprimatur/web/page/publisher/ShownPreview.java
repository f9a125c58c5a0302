package dev.imprimatur.web.page.publisher;

import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.publisher.Preview;
import dev.imprimatur.publisher.RegisteredPublisher;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a check came to.
 *
 * @param preview what would be registered
 * @param provider whose workloads it would trust
 * @param near others that trust the same repository, which may be what was meant
 */
record ShownPreview(Preview preview, ProviderDefinition provider, List<RegisteredPublisher> near) {

    /** One line of it. */
    record Line(String label, String value) {}

    static ShownPreview of(
            Preview preview, ProviderDefinition provider, List<RegisteredPublisher> there) {
        return new ShownPreview(
                preview,
                provider,
                there.stream()
                        .filter(other -> other.provider().equals(provider.id()))
                        .filter(other -> isNear(provider, other.fields(), preview.fields()))
                        .toList());
    }

    private static boolean isNear(
            ProviderDefinition provider, Map<String, String> one, Map<String, String> other) {
        return provider.lookup().stream()
                .allMatch(
                        name ->
                                Objects.requireNonNullElse(one.get(name), "")
                                        .equalsIgnoreCase(
                                                Objects.requireNonNullElse(other.get(name), "")));
    }

    public List<Line> lines() {
        return lines(preview.fields());
    }

    /** What one of the others says, in one line. */
    public String summary(RegisteredPublisher other) {
        return String.join(
                ", ",
                lines(other.fields()).stream().map(l -> l.label() + " " + l.value()).toList());
    }

    public List<Line> pins() {
        Map<String, String> pins = preview.pins();
        return pins == null
                ? List.of()
                : pins.entrySet().stream()
                        .map(pin -> new Line(pin.getKey(), pin.getValue()))
                        .toList();
    }

    private List<Line> lines(Map<String, String> fields) {
        return provider.fields().stream()
                .map((FieldRule rule) -> line(rule, fields))
                .filter(line -> !line.value().isEmpty())
                .toList();
    }

    private static Line line(FieldRule rule, Map<String, String> fields) {
        return new Line(rule.label(), fields.getOrDefault(rule.name(), ""));
    }
}
