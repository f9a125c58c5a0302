package dev.imprimatur.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.AdminApiToken;
import dev.imprimatur.Publishing;
import dev.imprimatur.TestReporter;
import dev.imprimatur.issuer.TestToken;
import dev.imprimatur.web.RawHttp.Answer;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that are as long, as deep or as many as a test wants, for each limit that we document.
 */
final class LimitRequests {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Of each row a request that has as much of it as is asked for. */
    private final Map<String, IntFunction<Answer>> requests =
            Map.ofEntries(
                    Map.entry("request line and headers together", this::bytesOfHeaders),
                    Map.entry("headers of a request", this::headers),
                    Map.entry(
                            "parameters of an address and a form",
                            n ->
                                    manage(
                                            "GET",
                                            "/_/api/v1/events?" + "type=switch-changed&".repeat(n),
                                            "")),
                    Map.entry("body", n -> post("/_/oidc/mint-token", "", " ".repeat(n))),
                    Map.entry("form", this::form),
                    Map.entry("depth of JSON", n -> blocked("[".repeat(n - 1) + "]".repeat(n - 1))),
                    Map.entry("identity token", this::identityToken),
                    Map.entry("members of an identity token", this::claims),
                    Map.entry("depth of an identity token", n -> mint(deep(job(), n - 1))),
                    Map.entry("name of a claim", n -> mint(job().claim(text(n), 1))),
                    Map.entry(
                            "value of a claim that its provider declares",
                            n -> mint(job().claim("actor", text(n)))),
                    Map.entry("`jti`", n -> mint(job().claim("jti", text(n)))),
                    Map.entry(
                            "`projects` of an exchange",
                            n -> mint(job().text(), "projects", Collections.nCopies(n, "a"))),
                    Map.entry(
                            "`features` of an exchange",
                            n ->
                                    mint(
                                            job().text(),
                                            "features",
                                            Collections.nCopies(n, "multi-use-token"))),
                    Map.entry("publishers of a project", this::publishers),
                    Map.entry("fields of a publisher", this::fields),
                    Map.entry(
                            "value of a field, unless its provider sets another",
                            n -> publisher(Map.of("environment", text(n)))),
                    Map.entry(
                            "name of a project (npm 214, nuget 100, cargo 64)",
                            n -> manage("PUT", "/_/api/v1/indexes/pypi/projects/" + text(n), "{}")),
                    Map.entry("`blocked_reason`", n -> blocked('"' + text(n) + '"')),
                    Map.entry(
                            "name of an API token",
                            n ->
                                    manage(
                                            "POST",
                                            "/_/api/v1/api-tokens",
                                            "{\"name\": \"" + text(n) + "\"}")),
                    Map.entry(
                            "`q` of projects",
                            n -> manage("GET", "/_/api/v1/indexes/pypi/projects?q=" + text(n), "")),
                    Map.entry(
                            "`project` of events",
                            n -> manage("GET", "/_/api/v1/events?project=" + text(n), "")),
                    Map.entry(
                            "`index` of events",
                            n -> manage("GET", "/_/api/v1/events?index=" + text(n), "")),
                    Map.entry("`after` of a list", this::after),
                    Map.entry(
                            "`limit` of a list",
                            n -> manage("GET", "/_/api/v1/events?limit=" + n, "")),
                    Map.entry("matches of a leak report", this::leaks),
                    Map.entry("upload token", n -> upload("token", "imp_" + text(n - 4))),
                    Map.entry("`version` of an upload", n -> upload("version", text(n))),
                    Map.entry("`filename` of an upload", n -> upload("filename", text(n))),
                    Map.entry("`sha256` of an upload", n -> upload("sha256", text(n))));

    private final int port;
    private final Publishing publishing;

    LimitRequests(int port) {
        this.port = port;
        publishing = new Publishing(port);
        publishing.publisher();
    }

    /** What the rows of the document are called. */
    Set<String> rows() {
        return requests.keySet();
    }

    /** What sends as much as it is told of what a row limits. */
    IntFunction<Answer> of(String row) {
        return Objects.requireNonNull(requests.get(row));
    }

    private Answer bytesOfHeaders(int n) {
        String head =
                "GET /_/oidc/audience HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX: \r\n\r\n";
        return RawHttp.send(port, head.replace("X: ", "X: " + "x".repeat(n - head.length())));
    }

    private Answer headers(int n) {
        String more = "X: x\r\n".repeat(n - 2);
        return RawHttp.send(
                port,
                "GET /_/oidc/audience HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                        + more
                        + "\r\n");
    }

    private Answer form(int n) {
        return post(
                "/_/oauth2/introspect",
                "Content-Type: application/x-www-form-urlencoded\r\n" + asIndex(),
                "token=" + "x".repeat(n - 6));
    }

    private Answer identityToken(int n) {
        // A segment of base64url is never one character longer than a multiple of four: where the
        // claims cannot have the length that is wanted, a longer header makes up for it.
        for (String header : List.of("", "x", "xx", "xxx")) {
            TestToken job = job().header("padding", header).claim("padding", "");
            int missing = n - job.text().length();
            for (int more = missing * 3 / 4 - 2; more <= missing * 3 / 4 + 2; more++) {
                String text = job.claim("padding", "x".repeat(more)).text();
                if (text.length() == n) {
                    return mint(text);
                }
            }
        }
        throw new AssertionError("No identity token of this length: " + n);
    }

    private Answer claims(int n) {
        TestToken job = job();
        int there = JSON.readTree(job.payloadText()).size();
        IntStream.range(there, n).forEach(i -> job.claim("more" + i, i));
        return mint(job);
    }

    private static TestToken deep(TestToken job, int depth) {
        Object nested = List.of();
        for (int i = 1; i < depth; i++) {
            nested = List.of(nested);
        }
        return job.claim("nested", nested);
    }

    private Answer publishers(int n) {
        String project = "limits-publishers" + n;
        List<Map<String, Object>> before =
                IntStream.range(0, n - 1)
                        .mapToObj(i -> body(project, Map.of("environment", "e" + i)))
                        .toList();
        Answer added =
                manage(
                        "POST",
                        "/_/api/v1/indexes/pypi/publishers:batch",
                        JSON.writeValueAsString(Map.of("publishers", before)));
        assertThat(added.status()).as(added.toString()).isEqualTo(201);
        return publisher(project, Map.of("environment", "e" + n));
    }

    private Map<String, Object> body(String project, Map<String, String> changes) {
        Map<String, String> fields = new HashMap<>(publishing.fields());
        fields.putAll(changes);
        return Map.of("project", project, "provider", "test-ci", "fields", fields);
    }

    private Answer fields(int n) {
        return publisher(
                IntStream.range(0, n).boxed().collect(Collectors.toMap(i -> "f" + i, i -> "v")));
    }

    private Answer publisher(Map<String, String> fields) {
        return publisher(publishing.project(), fields);
    }

    private Answer publisher(String project, Map<String, String> fields) {
        Map<String, String> all =
                fields.containsKey("f0") ? fields : new HashMap<>(publishing.fields());
        if (!fields.containsKey("f0")) {
            all.putAll(fields);
        }
        return manage(
                "POST",
                "/_/api/v1/indexes/pypi/projects/%s/publishers".formatted(project),
                JSON.writeValueAsString(Map.of("provider", "test-ci", "fields", all)));
    }

    private Answer blocked(String reason) {
        return manage(
                "PUT",
                "/_/api/v1/indexes/pypi/projects/limits-blocked",
                "{\"blocked_reason\": " + reason + "}");
    }

    /** A cursor is a project's id and name; four of its characters stand for three of them. */
    private Answer after(int n) {
        String key = "1:" + "a".repeat((n + 3) / 4 * 3 - 2);
        return manage(
                "GET",
                "/_/api/v1/indexes/pypi/projects?after=" + TestToken.encode(key.getBytes(UTF_8)),
                "");
    }

    private Answer leaks(int n) {
        String body = JSON.writeValueAsString(Collections.nCopies(n, 1));
        return post(
                "/_/secrets/disclose-token",
                "Github-Public-Key-Identifier: %s\r\nGithub-Public-Key-Signature: %s\r\n"
                        .formatted(TestReporter.KEY_ID, TestReporter.sign(body)),
                body);
    }

    private Answer upload(String member, String value) {
        Map<String, String> body = new HashMap<>(Map.of("token", "imp_x", "project", "limits"));
        body.put(member, value);
        return post("/_/api/v1/indexes/pypi/uploads", asIndex(), JSON.writeValueAsString(body));
    }

    private TestToken job() {
        return publishing.job();
    }

    private Answer mint(TestToken token) {
        return mint(token.text());
    }

    private Answer mint(String token) {
        return post("/_/oidc/mint-token", "", JSON.writeValueAsString(Map.of("token", token)));
    }

    private Answer mint(String token, String member, List<String> values) {
        return post(
                "/_/oidc/mint-token",
                "",
                JSON.writeValueAsString(Map.of("token", token, member, values)));
    }

    private Answer manage(String method, String path, String body) {
        return send(
                method,
                path,
                "Content-Type: application/json\r\nAuthorization: Bearer "
                        + AdminApiToken.TEXT
                        + "\r\n",
                body);
    }

    private Answer post(String path, String headers, String body) {
        return send("POST", path, headers, body);
    }

    private Answer send(String method, String path, String headers, String body) {
        return RawHttp.send(
                port,
                "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s"
                        .formatted(method, path, Publishing.HOST, headers, body.length(), body));
    }

    private static String asIndex() {
        return "Authorization: Basic "
                + Base64.getEncoder()
                        .encodeToString(("pypi:" + Publishing.INDEX_SECRET).getBytes(UTF_8))
                + "\r\n";
    }

    private static String text(int length) {
        return "a".repeat(length);
    }
}
