package dev.imprimatur.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.web.PagePaths;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Each route, each kind of caller: {@code authorisation.txt} says what they get. */
@ServiceTest
class AuthorisationMatrixTests {

    @LocalServerPort private int port;
    @Autowired private ApplicationContext context;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;

    @Test
    void everyRouteHasARowAndEveryRowARoute() {
        Set<String> rows = new TreeSet<>();
        AuthorisationMatrix.read().rows().forEach(row -> rows.add(row.route()));

        assertThat(routes()).isEqualTo(rows);
    }

    @TestFactory
    Stream<DynamicNode> eachCallerGetsWhatTheTableSays() {
        AuthorisationMatrix matrix = AuthorisationMatrix.read();
        Map<String, Cast> casts = new HashMap<>();
        return matrix.rows().stream()
                .map(
                        row ->
                                dynamicContainer(
                                        row.route() + " " + row.sent(),
                                        matrix.callers().stream()
                                                .map(
                                                        caller ->
                                                                dynamicTest(
                                                                        caller,
                                                                        () ->
                                                                                check(
                                                                                        cast(
                                                                                                casts,
                                                                                                row),
                                                                                        row,
                                                                                        caller)))));
    }

    /** Those of the index that a route is of; they are made when the first row needs them. */
    private Cast cast(Map<String, Cast> casts, AuthorisationMatrix.Row row) {
        return casts.computeIfAbsent(
                Scene.index(row.route()), index -> new Cast(port, jdbc, tokens, index));
    }

    private static void check(Cast cast, AuthorisationMatrix.Row row, String caller) {
        // What a write changes is there again for the next caller; who is refused changes nothing.
        boolean writes = !row.method().equals("GET") && row.status(caller) < 400;
        Scene scene = writes ? cast.fresh(Scene.isOfPrefix(row.pattern())) : cast.shared();
        HttpResponse<String> answer = send(cast.client(caller, scene), row, scene);

        assertThat(answer.statusCode())
                .as("%s %s as %s: %s", row.route(), row.sent(), caller, answer.body())
                .isEqualTo(row.status(caller));
    }

    private static HttpResponse<String> send(
            ServiceClient client, AuthorisationMatrix.Row row, Scene scene) {
        Sent sent = Sent.of(row.sent());
        String method = row.method().equals("ANY") ? "GET" : row.method();
        var request =
                client.to(scene.path(row.pattern()) + scene.fill(sent.query()))
                        .header("Host", "open.test");
        if (!sent.type().isEmpty()) {
            request.header("Content-Type", sent.type());
        }
        if (method.equals("PATCH")) {
            request.header("If-Match", "*");
        }
        return client.send(
                request.method(
                        method,
                        sent.type().isEmpty()
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(scene.fill(sent.body()))));
    }

    /** What is mapped, whoever mapped it; but for what only the sandbox has. */
    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        Collection<RequestMappingInfoHandlerMapping> mappings =
                context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values();
        for (RequestMappingInfoHandlerMapping mapping : mappings) {
            mapping.getHandlerMethods().keySet().forEach(info -> add(routes, info));
        }
        return routes;
    }

    private static void add(Set<String> routes, RequestMappingInfo info) {
        List<String> methods =
                info.getMethodsCondition().getMethods().stream().map(Enum::name).toList();
        for (String pattern : info.getPatternValues()) {
            // Pages know sessions alone; web.page.PageAccessTests goes through them.
            if (!pattern.equals("/error") && !PagePaths.isPage(pattern)) {
                (methods.isEmpty() ? List.of("ANY") : methods)
                        .forEach(method -> routes.add(method + " " + pattern));
            }
        }
    }
}
