package dev.imprimatur.openapi;

import dev.imprimatur.web.Page;
import dev.imprimatur.web.PageQuery;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;

/** Makes the description of one call of its controller method and the words about it. */
final class Operation {

    private final Route route;
    private final Words words;
    private final Schemas schemas;
    private final Map<String, Object> said;
    private final List<Object> parameters = new ArrayList<>();
    private final TreeSet<Integer> problems = new TreeSet<>(List.of(400, 401, 500, 503));
    private @Nullable Map<String, Object> body;

    Operation(Route route, Words words, Schemas schemas) {
        this.route = route;
        this.words = words;
        this.schemas = schemas;
        this.said = words.of("routes", route.key());
    }

    Map<String, Object> describe() {
        for (MethodParameter parameter : route.handler().getMethodParameters()) {
            read(parameter.withContainingClass(route.handler().getBeanType()));
        }
        if (said.containsKey("body")) {
            body = body(true, schemas.worded(Words.text(said, "body")));
        }
        if (body != null) {
            problems.addAll(List.of(408, 413, 415, 422));
        }
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", word("id"));
        operation.put("summary", word("summary"));
        if (said.containsKey("description")) {
            operation.put("description", word("description"));
        }
        operation.put("tags", List.of(word("tag")));
        if (said.containsKey("callers")) {
            operation.put(
                    "security",
                    Words.list(said, "callers").stream()
                            .map(caller -> Map.of(caller, List.of()))
                            .toList());
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (body != null) {
            operation.put("requestBody", body);
        }
        operation.put("responses", responses());
        return operation;
    }

    private void read(MethodParameter parameter) {
        PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
        RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
        RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
        RequestBody read = parameter.getParameterAnnotation(RequestBody.class);
        ResolvableType type = ResolvableType.forMethodParameter(parameter);
        String name = Objects.requireNonNullElse(parameter.getParameter().getName(), "");
        if (path != null) {
            add("path", named(path.name(), name), true, schemas.read(type));
            problems.add(404);
        } else if (parameter.getParameterType() == PageQuery.class) {
            words.part("lists").keySet().forEach(each -> add("query", each, false, Map.of()));
            problems.add(422);
        } else if (query != null) {
            addQuery(query, named(query.name(), name), parameter, type);
        } else if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
            addAll(type);
        } else if (header != null && !header.name().equals(HttpHeaders.ACCEPT)) {
            boolean must = header.required() && !isNullable(parameter);
            add("header", header.name(), must, schemas.read(type));
        } else if (read != null) {
            body = body(read.required(), schemas.read(type));
        }
    }

    private void addQuery(
            RequestParam query, String name, MethodParameter parameter, ResolvableType type) {
        boolean defaulted = !query.defaultValue().equals(ValueConstants.DEFAULT_NONE);
        boolean nullable = isNullable(parameter);
        Map<String, Object> schema = schemas.read(type);
        if (defaulted && !query.defaultValue().isEmpty()) {
            schema.put(
                    "default",
                    type.resolve() == boolean.class
                            ? Boolean.parseBoolean(query.defaultValue())
                            : query.defaultValue());
        }
        add("query", name, query.required() && !defaulted && !nullable, schema);
        if (type.resolve() == String.class) {
            problems.add(422);
        }
    }

    private void addAll(ResolvableType type) {
        for (RecordComponent component : type.resolve(Object.class).getRecordComponents()) {
            ResolvableType of = ResolvableType.forType(component.getGenericType());
            add("query", component.getName(), false, schemas.read(of));
        }
        problems.add(422);
    }

    private void add(String in, String name, boolean required, Map<String, Object> schema) {
        Map<String, Object> parameter = new LinkedHashMap<>();
        parameter.put("name", name);
        parameter.put("in", in);
        if (required) {
            parameter.put("required", true);
        }
        parameter.put("schema", schema);
        Map<String, Object> general = words.of("parameters", name);
        Map<String, Object> special = Words.map(Words.map(said, "parameters"), name);
        Map<String, Object> all = Words.merged(Words.merged(parameter, general), special);
        if (!all.containsKey("description")) {
            words.complain("parameters: nothing is said of %s in %s".formatted(name, route.key()));
        }
        parameters.add(all);
    }

    private Map<String, Object> responses() {
        Map<String, Object> responses = new TreeMap<>(answers());
        if (!said.containsKey("callers") || Words.list(said, "callers").contains("bearer")) {
            problems.add(429);
        }
        Words.list(said, "problems").forEach(status -> problems.add(Integer.valueOf(status)));
        Words.list(said, "without").forEach(status -> problems.remove(Integer.valueOf(status)));
        for (int status : problems) {
            String name = Words.text(words.of("problems", Integer.toString(status)), "name");
            responses.put(
                    Integer.toString(status), Map.of("$ref", "#/components/responses/" + name));
        }
        return responses;
    }

    private Map<String, Object> answers() {
        Map<String, Object> answers = new LinkedHashMap<>();
        Map<String, Object> given = Words.map(said, "answers");
        ResolvableType type = returned();
        if (!given.isEmpty()) {
            given.forEach((status, word) -> answers.put(status, answer(status, word.toString())));
        } else if (type.resolve() == Void.class) {
            answers.put("204", answer("204", Map.of(), type));
        } else if (type.resolve() == null) {
            words.complain("routes: %s needs answers".formatted(route.key()));
        } else {
            answers.put("200", answer("200", json(schemas.answered(type)), type));
        }
        boolean tagged = Words.list(Words.map(said, "headers"), "200").contains(HttpHeaders.ETAG);
        boolean conditional = !Words.list(said, "without").contains("304");
        if (tagged && conditional && route.method().equals("GET")) {
            answers.put(
                    "304",
                    Words.merged(
                            answer("304", Map.of(), ResolvableType.NONE),
                            Map.of("headers", Map.of("ETag", header(HttpHeaders.ETAG)))));
        }
        return answers;
    }

    /** The words name a type, or several with bars between them; "nothing" is no body. */
    private Map<String, Object> answer(String status, String word) {
        if (word.equals("nothing")) {
            return answer(status, Map.of(), ResolvableType.NONE);
        }
        List<ResolvableType> types = List.of(word.split(" \\| ")).stream().map(this::type).toList();
        List<Map<String, Object>> each = types.stream().map(schemas::answered).toList();
        Map<String, Object> schema = each.size() == 1 ? each.getFirst() : Map.of("anyOf", each);
        return answer(status, json(schema), types.getFirst());
    }

    private Map<String, Object> answer(
            String status, Map<String, Object> content, ResolvableType type) {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (String header : Words.list(Words.map(said, "headers"), status)) {
            headers.put(header, header(header));
        }
        if (type.resolve() == Page.class) {
            headers.put(HttpHeaders.LINK, header(HttpHeaders.LINK));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("description", Words.text(words.part("statuses"), status));
        if (!headers.isEmpty()) {
            answer.put("headers", headers);
        }
        Map<String, Object> further = Words.map(said, "further");
        Map<String, Object> whole = content.isEmpty() ? content : Words.merged(content, further);
        if (!whole.isEmpty()) {
            answer.put("content", whole);
        }
        return answer;
    }

    private Map<String, Object> header(String name) {
        words.of("headers", name);
        return Map.of("$ref", "#/components/headers/" + name);
    }

    private ResolvableType type(String word) {
        int bracket = word.indexOf('<');
        return bracket < 0
                ? ResolvableType.forClass(Constants.type(word))
                : ResolvableType.forClassWithGenerics(
                        Constants.type(word.substring(0, bracket)),
                        type(word.substring(bracket + 1, word.length() - 1)));
    }

    /** What the body of the answer is made of; without a class where the method does not say. */
    private ResolvableType returned() {
        ResolvableType type = ResolvableType.forMethodReturnType(route.handler().getMethod());
        return type.resolve() == ResponseEntity.class ? type.getGeneric(0) : type;
    }

    private String word(String key) {
        String text = Words.text(said, key);
        if (text.isEmpty()) {
            words.complain("routes: %s has no %s in openapi.yml".formatted(route.key(), key));
        }
        return text;
    }

    private static boolean isNullable(MethodParameter parameter) {
        return parameter.getParameter().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String named(String given, String name) {
        return given.isEmpty() ? name : given;
    }

    private static Map<String, Object> body(boolean required, Map<String, Object> schema) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("required", required);
        body.put("content", json(schema));
        return body;
    }

    private static Map<String, Object> json(Map<String, Object> schema) {
        return Map.of("application/json", Map.of("schema", schema));
    }
}
