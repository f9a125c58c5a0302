package dev.imprimatur.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes JSON Schemas (2020-12) of the records that the API reads and answers. A body that is read
 * is closed, because unknown members are refused; an answer may get further members one day.
 */
final class Schemas {

    private static final Names NAMES = new Names();

    private final Words words;
    private final Map<String, Object> components = new TreeMap<>();
    private final Map<String, String> types = new TreeMap<>();

    Schemas(Words words) {
        this.words = words;
    }

    /** Those that were referred to, and all that they refer to. */
    Map<String, Object> components() {
        return components;
    }

    /** The schema of a body that is read. */
    Map<String, Object> read(ResolvableType type) {
        return of(type, null, true);
    }

    /** The schema of an answer. */
    Map<String, Object> answered(ResolvableType type) {
        return of(type, null, false);
    }

    /** One that no type of the code has: {@code openapi.yml} says all of it. */
    Map<String, Object> worded(String name) {
        Map<String, Object> schema = new LinkedHashMap<>(words.of("schemas", name));
        if (schema.isEmpty()) {
            words.complain("schemas: there is none called " + name);
        }
        components.put(name, schema);
        return ref(name);
    }

    private Map<String, Object> of(
            ResolvableType type, @Nullable AnnotatedType annotated, boolean read) {
        Class<?> raw = type.resolve(Object.class);
        if (raw == String.class) {
            return type("string");
        }
        if (raw == Instant.class) {
            return Words.merged(type("string"), Map.of("format", "date-time"));
        }
        if (raw == long.class || raw == Long.class) {
            return Words.merged(type("integer"), Map.of("format", "int64"));
        }
        if (raw == int.class || raw == Integer.class) {
            return Words.merged(type("integer"), Map.of("format", "int32"));
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return type("boolean");
        }
        if (ObjectNode.class.isAssignableFrom(raw)) {
            return type("object");
        }
        if (JsonNode.class.isAssignableFrom(raw) || raw == Object.class) {
            return new LinkedHashMap<>();
        }
        if (Collection.class.isAssignableFrom(raw)) {
            Map<String, Object> items = of(type.asCollection().getGeneric(0), null, read);
            return Words.merged(type("array"), Map.of("items", items));
        }
        if (Map.class.isAssignableFrom(raw)) {
            Map<String, Object> values =
                    orNull(of(type.asMap().getGeneric(1), null, read), argument(annotated, 1));
            return Words.merged(type("object"), Map.of("additionalProperties", values));
        }
        if (raw.isRecord()) {
            return component(type, raw, read);
        }
        words.complain("No schema for " + type);
        return new LinkedHashMap<>();
    }

    private Map<String, Object> component(ResolvableType type, Class<?> raw, boolean read) {
        String name = name(type);
        String known = types.putIfAbsent(name, type + (read ? " read" : " answered"));
        if (known == null) {
            components.put(name, Map.of());
            Map<String, Object> word =
                    new LinkedHashMap<>(words.of("schemas", Constants.name(raw)));
            word.remove("name");
            components.put(name, object(type, raw, read, word));
        } else if (!known.equals(type + (read ? " read" : " answered"))) {
            words.complain(
                    "schemas: two are called %s, %s and %s: give one a name"
                            .formatted(name, known, type));
        }
        return ref(name);
    }

    private Map<String, Object> object(
            ResolvableType type, Class<?> raw, boolean read, Map<String, Object> word) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> required = new ArrayList<>();
        members(type, raw, read, properties, required);
        for (String each : Words.map(word, "properties").keySet()) {
            if (!properties.containsKey(each)) {
                words.complain("schemas: %s has no member %s".formatted(raw, each));
            }
        }
        if (read) {
            for (String each : Words.list(word, "required")) {
                properties.computeIfPresent(each, (_, schema) -> notNull(schema));
            }
        }
        Map<String, Object> object = type("object");
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("properties", properties);
        if (read) {
            object.put("additionalProperties", false);
        }
        return Words.merged(object, word);
    }

    private void members(
            ResolvableType type,
            Class<?> raw,
            boolean read,
            Map<String, Object> properties,
            List<Object> required) {
        for (RecordComponent component : raw.getRecordComponents()) {
            ResolvableType of = ResolvableType.forType(component.getGenericType(), type);
            AnnotatedElement field = field(raw, component);
            if (field.isAnnotationPresent(JsonUnwrapped.class)) {
                members(of, of.resolve(Object.class), read, properties, required);
                continue;
            }
            AnnotatedType annotated = component.getAnnotatedType();
            boolean nullable = annotated.isAnnotationPresent(Nullable.class);
            boolean leftOut = !read && nullable && (isLeftOut(field) || isLeftOut(raw));
            JsonProperty named = field.getAnnotation(JsonProperty.class);
            String name = named == null ? NAMES.of(component.getName()) : named.value();
            Map<String, Object> schema = of(of, annotated, read);
            properties.put(name, nullable && !leftOut ? orNull(schema, annotated) : schema);
            if (!read && !leftOut) {
                required.add(name);
            }
        }
    }

    private String name(ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        StringBuilder name = new StringBuilder();
        for (ResolvableType argument : type.getGenerics()) {
            name.append(name(argument));
        }
        String given = Words.text(words.of("schemas", Constants.name(raw)), "name");
        return name.append(given.isEmpty() ? raw.getSimpleName().replaceAll("View$", "") : given)
                .toString();
    }

    private static AnnotatedElement field(Class<?> raw, RecordComponent component) {
        try {
            return raw.getDeclaredField(component.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isLeftOut(AnnotatedElement element) {
        JsonInclude include = element.getAnnotation(JsonInclude.class);
        return include != null && include.value() == JsonInclude.Include.NON_NULL;
    }

    private static @Nullable AnnotatedType argument(@Nullable AnnotatedType of, int number) {
        return of instanceof AnnotatedParameterizedType generic
                ? generic.getAnnotatedActualTypeArguments()[number]
                : null;
    }

    private static Map<String, Object> orNull(
            Map<String, Object> schema, @Nullable AnnotatedType annotated) {
        if (annotated == null || !annotated.isAnnotationPresent(Nullable.class)) {
            return schema;
        }
        Object type = schema.get("type");
        if (type != null) {
            return Words.merged(schema, Map.of("type", List.of(type, "null")));
        }
        return schema.isEmpty() ? schema : Map.of("anyOf", List.of(schema, type("null")));
    }

    private static Object notNull(Object schema) {
        return schema instanceof Map<?, ?> map
                        && map.get("type") instanceof List<?> types
                        && types.getFirst() instanceof String type
                ? replaced(map, type)
                : schema;
    }

    private static Map<String, Object> replaced(Map<?, ?> schema, String type) {
        Map<String, Object> replaced = new LinkedHashMap<>();
        schema.forEach((key, value) -> replaced.put(String.valueOf(key), value));
        replaced.put("type", type);
        return replaced;
    }

    private static Map<String, Object> type(String name) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", name);
        return schema;
    }

    private static Map<String, Object> ref(String name) {
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    /** The service's own way with names. */
    private static final class Names extends PropertyNamingStrategies.SnakeCaseStrategy {

        String of(String name) {
            return translate(name);
        }
    }
}
