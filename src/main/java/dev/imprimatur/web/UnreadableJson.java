package dev.imprimatur.web;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says where a body is not what its call takes, in a sentence that holds nothing of the body: names
 * are those of our own members, and a place is a number.
 */
final class UnreadableJson {

    private UnreadableJson() {}

    static String sentence(JacksonException thrown) {
        return switch (thrown) {
            case UnrecognizedPropertyException unknown ->
                    "%s has a member that this call does not know; it knows %s"
                            .formatted(
                                    place(unknown, unknown.getPath().size() - 1),
                                    known(unknown.getKnownPropertyIds()));
            case StreamReadException broken ->
                    "The body is not JSON, or has a member twice, at line %d, column %d"
                            .formatted(
                                    broken.getLocation().getLineNr(),
                                    broken.getLocation().getColumnNr());
            default ->
                    "%s is not of the type that this call takes, or is a text that cannot be stored"
                            .formatted(place(thrown, thrown.getPath().size()));
        };
    }

    private static String known(Collection<Object> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** The names in a map are the client's: what is in one has the name of the map. */
    private static String place(JacksonException thrown, int depth) {
        StringBuilder place = new StringBuilder();
        List<JacksonException.Reference> path = thrown.getPath();
        for (JacksonException.Reference step : path.subList(0, depth)) {
            if (step.from() instanceof Map) {
                break;
            }
            String name = step.getPropertyName();
            if (name == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(name);
            }
        }
        return place.isEmpty() ? "The body" : place.toString();
    }
}
