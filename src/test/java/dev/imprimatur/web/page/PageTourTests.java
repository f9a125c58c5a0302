package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.ServiceTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What holds for every page, in both languages. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTourTests {

    @LocalServerPort private int port;
    @Autowired private ApplicationContext context;

    /** By their names: as the operator and as an owner see them, in English and in German. */
    private final Map<String, Browser.Page> pages = new LinkedHashMap<>();

    @BeforeAll
    void openEveryPage() {
        PageTour tour = new PageTour(context, port);
        Browser operator = Browser.ofOperator(port);
        Browser owner = tour.owner();
        Browser german = tour.owner().in("de");
        tour.pages()
                .forEach(
                        (name, path) -> {
                            pages.put(name + " (operator)", operator.open(path));
                            if (!path.startsWith("/_/admin")) {
                                pages.put(name, owner.open(path));
                                pages.put(name + " (German)", german.open(path));
                            }
                        });
        pages.put("sign-in (stranger)", new Browser(port).open("/_/sign-in"));
        pages.put("front (stranger)", new Browser(port).open("/_/"));
    }

    @TestFactory
    List<DynamicTest> isAnsweredAndValidHtml() {
        return each(
                (name, page) -> {
                    assertThat(page.status()).as(page.address()).isEqualTo(expected(name));
                    assertThat(HtmlValidation.errors(page.answer().body()))
                            .as(page.address())
                            .isEmpty();
                });
    }

    @Test
    void whatIsNoValidHtmlIsFoundEachTime() {
        String page = "<!doctype html><html lang=en><meta charset=utf-8><title>A</title><p>%s</p>";

        for (int i = 0; i < 2; i++) {
            assertThat(HtmlValidation.errors(page.formatted("<b>fine</b>"))).isEmpty();
            assertThat(HtmlValidation.errors(page.formatted("<b onfoo=1>bad</b>")))
                    .singleElement()
                    .asString()
                    .contains("line 1", "onfoo");
        }
    }

    @TestFactory
    List<DynamicTest> hasOneHeadingAndATitleOfItsOwn() {
        return each(
                (name, page) -> {
                    assertThat(page.texts("h1")).hasSize(1);
                    assertThat(page.document().title()).endsWith(" · Imprimatur");
                    assertThat(page.document().title()).doesNotContain("??");
                });
    }

    @TestFactory
    List<DynamicTest> saysEverythingInItsLanguage() {
        return each(
                (name, page) -> {
                    // What a text that is missing looks like.
                    assertThat(page.answer().body()).doesNotContain("??");
                    assertThat(page.first("html").attr("lang"))
                            .isEqualTo(name.endsWith("(German)") ? "de" : "en");
                });
    }

    @TestFactory
    List<DynamicTest> showsMarkupAsText() {
        return each(
                (name, page) -> {
                    assertThat(page.document().select("x-mark")).isEmpty();
                    assertThat(page.answer().body()).doesNotContain("<x-mark", "{{49}}", "$49");
                });
    }

    @Test
    void theMarkupIsThereToBeSeen() {
        List<String> showing = new ArrayList<>();
        pages.forEach(
                (name, page) -> {
                    if (page.document().text().contains(PageTour.MARKUP)) {
                        showing.add(name);
                    }
                });

        assertThat(showing)
                .contains("project-uploads", "project-refusals-attempt", "project-events");
    }

    @TestFactory
    List<DynamicTest> runsAndLoadsOurOwnFilesAlone() {
        return each(
                (name, page) -> {
                    assertThat(page.document().select("[style], style, script:not([src])"))
                            .isEmpty();
                    for (Element file :
                            page.document().select("script, link, img, iframe, object")) {
                        String address = file.hasAttr("src") ? file.attr("src") : file.attr("href");
                        assertThat(address).startsWith("/_/assets/");
                    }
                    for (Element element : page.document().getAllElements()) {
                        element.attributes()
                                .forEach(
                                        attribute ->
                                                assertThat(attribute.getKey())
                                                        .doesNotStartWith("on")
                                                        .isNotEqualTo("hx-on"));
                    }
                    assertThat(page.answer().headers().firstValue("Content-Security-Policy"))
                            .get()
                            .asString()
                            .contains("default-src 'none'", "frame-ancestors 'none'")
                            .doesNotContain("unsafe");
                });
    }

    @TestFactory
    List<DynamicTest> leadsNowhereThatIsNotThere() {
        return each(
                (name, page) -> {
                    for (Element link : page.document().select("a[href^=/_/]")) {
                        assertThat(link.text() + link.select("img")).isNotBlank();
                    }
                    for (Element link : page.document().select("a[href~=^https?:]")) {
                        assertThat(link.attr("rel")).contains("noreferrer");
                    }
                });
    }

    @TestFactory
    List<DynamicTest> isKeptByNobody() {
        return each(
                (name, page) ->
                        assertThat(page.answer().headers().firstValue("Cache-Control"))
                                .get()
                                .asString()
                                .contains("no-store"));
    }

    private static int expected(String name) {
        return switch (name) {
            // The operator is no member, and a real project is removed by nobody else.
            case "project-members-leave (operator)" -> 404;
            case "project-settings-remove", "project-settings-remove (German)" -> 403;
            default -> name.startsWith("not-found") ? 404 : 200;
        };
    }

    private interface Look {
        void at(String name, Browser.Page page);
    }

    private List<DynamicTest> each(Look look) {
        return pages.entrySet().stream()
                .map(
                        page ->
                                DynamicTest.dynamicTest(
                                        page.getKey(),
                                        () -> look.at(page.getKey(), page.getValue())))
                .toList();
    }
}
