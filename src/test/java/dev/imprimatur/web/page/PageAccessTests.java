package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.imprimatur.ServiceTest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** Each page and each form that is mapped: who gets in. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageAccessTests {

    @LocalServerPort private int port;
    @Autowired private ApplicationContext context;
    private PageTour tour;
    private Browser stranger;
    private Browser owner;
    private Browser nobody;

    @BeforeAll
    void people() {
        tour = new PageTour(context, port);
        stranger = tour.stranger();
        owner = tour.owner();
        nobody = new Browser(port);
    }

    @TestFactory
    Stream<DynamicTest> whoeverIsNotSignedInIsSentToTheSignIn() {
        return PageRoutes.pages(context).stream()
                .filter(route -> !route.isOpen())
                .map(
                        route ->
                                dynamicTest(
                                        route.toString(),
                                        () -> {
                                            HttpResponse<String> answer =
                                                    nobody.raw(tour.path(route));
                                            assertThat(answer.statusCode()).isEqualTo(302);
                                            assertThat(answer.headers().firstValue("Location"))
                                                    .get()
                                                    .asString()
                                                    .startsWith("/_/sign-in?next=");
                                        }));
    }

    @TestFactory
    @DisplayName("Hazard 31: ids of others' rows")
    Stream<DynamicTest> somebodyElsesProjectIsNotThere() {
        return PageRoutes.pages(context).stream()
                .filter(PageRoutes.Route::isOfProject)
                .map(
                        route ->
                                dynamicTest(
                                        route.toString(),
                                        () ->
                                                assertThat(
                                                                stranger.raw(tour.path(route))
                                                                        .statusCode())
                                                        .isEqualTo(404)));
    }

    @TestFactory
    @DisplayName("Hazard 31: ids of others' rows, in forms")
    Stream<DynamicTest> aFormOfSomebodyElsesProjectIsNotThere() {
        return PageRoutes.forms(context).stream()
                .filter(PageRoutes.Route::isOfProject)
                .map(
                        route ->
                                dynamicTest(
                                        route.toString(),
                                        () ->
                                                assertThat(post(stranger, route).statusCode())
                                                        .isEqualTo(
                                                                // Claims a name that is free, and
                                                                // says of no other more than that
                                                                // the stranger may claim none.
                                                                route.pattern()
                                                                                .endsWith(
                                                                                        "/publishers/new")
                                                                        ? 403
                                                                        : 404)));
    }

    @TestFactory
    Stream<DynamicTest> whatIsForAdministratorsIsForNobodyElse() {
        return Stream.concat(PageRoutes.pages(context).stream(), PageRoutes.forms(context).stream())
                .filter(PageRoutes.Route::isOfAdministrators)
                .map(
                        route ->
                                dynamicTest(
                                        route.toString(),
                                        () -> {
                                            HttpResponse<String> answer =
                                                    route.method().equals("GET")
                                                            ? owner.raw(tour.path(route))
                                                            : post(owner, route);
                                            assertThat(answer.statusCode()).isEqualTo(403);
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> aFormWithoutItsTokenIsRefused() {
        return PageRoutes.forms(context).stream()
                .map(
                        route ->
                                dynamicTest(
                                        route.toString(),
                                        () -> {
                                            String path = tour.path(route);
                                            for (Browser browser : new Browser[] {owner, nobody}) {
                                                assertThat(
                                                                browser.post(path, Map.of())
                                                                        .statusCode())
                                                        .isEqualTo(403);
                                                assertThat(
                                                                browser.post(
                                                                                path,
                                                                                Map.of(
                                                                                        "_csrf",
                                                                                        "made-up"))
                                                                        .statusCode())
                                                        .isEqualTo(403);
                                            }
                                        }));
    }

    /** With something in each field that a form of ours wants. */
    private HttpResponse<String> post(Browser browser, PageRoutes.Route route) {
        Map<String, String> form =
                new HashMap<>(browser.open("/_/").members("form[action=/_/preferences]"));
        form.putAll(
                Map.of(
                        "account", "somebody",
                        "role", "viewer",
                        "enabled", "false",
                        "version", "0",
                        "provider", "test-ci",
                        "reason", "a reason",
                        "job", "{}",
                        "on", "true",
                        "do", "add"));
        form.putAll(Map.of("f.owner", "octo-org", "f.repository", "repo", "f.workflow", "a.yml"));
        return browser.post(tour.path(route), form);
    }
}
