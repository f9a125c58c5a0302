package dev.imprimatur.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What {@code openapi.yml} says of the API, which code alone does not: summaries, who may call,
 * which members a body must have, how long they may be.
 */
final class Words {

    private final Map<String, Object> all;
    private final Set<String> used = new LinkedHashSet<>();
    private final List<String> complaints = new ArrayList<>();

    private Words(Map<String, Object> all) {
        this.all = all;
    }

    static Words read() {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        try {
            String text = new ClassPathResource("openapi.yml").getContentAsString(UTF_8);
            return new Words(tree(yaml.load(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of the file; empty where it says nothing of it. */
    Map<String, Object> of(String part, String key) {
        used.add(part + ": " + key);
        return map(map(all, part), key);
    }

    /** A whole part of the file. */
    Map<String, Object> part(String part) {
        return map(all, part);
    }

    /** Something is missing; all that is missing is told at once. */
    void complain(String sentence) {
        complaints.add(sentence);
    }

    /**
     * What is missing, and what is said of something that is not there.
     *
     * @param parts those in which each word must be about something
     */
    List<String> complaints(String... parts) {
        List<String> found = new ArrayList<>(complaints);
        for (String part : parts) {
            part(part).keySet().stream()
                    .map(key -> part + ": " + key)
                    .filter(word -> !used.contains(word))
                    .forEach(word -> found.add("openapi.yml is about what is not there: " + word));
        }
        return found;
    }

    static Map<String, Object> map(Map<String, Object> of, String key) {
        Object found = of.get(key);
        return found instanceof Map<?, ?> map ? tree(map) : Map.of();
    }

    static List<String> list(Map<String, Object> of, String key) {
        Object found = of.get(key);
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    static String text(Map<String, Object> of, String key) {
        return Objects.toString(of.get(key), "").strip();
    }

    /** Puts words over what the code says, member by member. */
    static Map<String, Object> merged(Map<String, Object> code, Map<String, Object> words) {
        Map<String, Object> merged = new LinkedHashMap<>(code);
        words.forEach(
                (key, word) ->
                        merged.merge(
                                key,
                                word,
                                (before, after) ->
                                        before instanceof Map<?, ?> a
                                                        && after instanceof Map<?, ?> b
                                                ? merged(tree(a), tree(b))
                                                : after));
        return merged;
    }

    /** With keys as texts, as JSON has them, and {@link Constants} in the place of their names. */
    private static Map<String, Object> tree(Object loaded) {
        Map<String, Object> tree = new LinkedHashMap<>();
        ((Map<?, ?>) loaded)
                .forEach(
                        (key, value) ->
                                tree.put(
                                        String.valueOf(key),
                                        resolved(
                                                String.valueOf(key),
                                                Objects.requireNonNull(value, () -> key + ""))));
        return tree;
    }

    private static Object resolved(String key, Object value) {
        return switch (value) {
            case Map<?, ?> map -> tree(map);
            case List<?> list ->
                    list.stream().map(each -> resolved(key, Objects.requireNonNull(each))).toList();
            default -> Constants.resolve(key, value);
        };
    }
}
