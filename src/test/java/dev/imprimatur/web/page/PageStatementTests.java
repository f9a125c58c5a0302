package dev.imprimatur.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.imprimatur.ServiceTest;
import dev.imprimatur.StatementLog;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * No page asks PostgreSQL more than a handful of things, however much there is to show, and nothing
 * twice.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageStatementTests {

    /**
     * Every page, and how many statements it takes at most, for the operator as for an owner. Three
     * of each are the session, what it began with, and the time of this visit; whatever is in a
     * project takes two more, the project and the right to it. A new page needs a row.
     */
    private static final String AT_MOST =
            """
            front                                    7
            sign-in                                  3
            not-found                                4
            projects                                 5
            projects-new                             3

            project                                  9
            project-waiting                          6
            project-uploads                          6
            project-refusals                         9
            project-refusals-attempt                 9
            project-refusals-explain                 5
            refusals-attempt                         10
            project-tokens                           6
            project-members                          6
            project-members-leave                    6
            project-events                           6
            project-settings                         5
            project-settings-remove                  6

            project-publishers-new                   5
            project-publishers-id-edit               6
            project-publishers-id-remove             6
            publisher-form                           5
            publisher-form-open                      6
            publisher-cure                           6

            account                                  6
            account-tokens                           4
            account-tokens-new                       3
            account-tokens-id-remove                 4
            account-notifications                    4

            admin                                    7
            admin-indexes                            4
            admin-providers                          4
            admin-switches                           4
            admin-events                             4
            admin-accounts                           4
            admin-accounts-account                   6
            admin-accounts-account-tokens-id-remove  5
            admin-prefixes                           4
            admin-prefixes-index-prefix-owners-account-remove  4
            """;

    @LocalServerPort private int port;
    @Autowired private ApplicationContext context;
    @Autowired private JdbcClient jdbc;

    private Map<String, List<String>> few = Map.of();
    private Map<String, List<String>> many = Map.of();

    @BeforeAll
    void openEveryPageWithFewRowsAndWithMany() {
        PageTour tour = new PageTour(context, port);
        Map<String, Browser> browsers =
                Map.of("owner", tour.owner(), "operator", Browser.ofOperator(port));
        // What a service reads once, it has read then.
        browsers.forEach((who, browser) -> tour.pages().values().forEach(browser::raw));
        few = sent(tour, browsers);
        new ManyRows(jdbc, tour.variables()).add();
        many = sent(tour, browsers);
    }

    @TestFactory
    Stream<DynamicTest> eachPageTakesNoMoreStatementsThanItsNumber() {
        Map<String, Integer> most = atMost();
        return few.entrySet().stream()
                .map(
                        page ->
                                dynamicTest(
                                        page.getKey(),
                                        () ->
                                                assertThat(page.getValue())
                                                        .isNotEmpty()
                                                        .hasSizeLessThanOrEqualTo(
                                                                most.getOrDefault(
                                                                        nameOf(page.getKey()),
                                                                        0))));
    }

    @Test
    void everyPageHasANumberAndEveryNumberAPageAndNoneIsLarge() {
        assertThat(few.keySet().stream().map(PageStatementTests::nameOf).distinct())
                .containsExactlyInAnyOrderElementsOf(atMost().keySet());
        assertThat(atMost().values()).allMatch(number -> number <= 10);
    }

    @Test
    void theNumbersDoNotGrowWithTheRows() {
        assertThat(counts(many)).isEqualTo(counts(few));
    }

    @TestFactory
    Stream<DynamicTest> nothingIsAskedTwice() {
        return few.entrySet().stream()
                .map(
                        page ->
                                dynamicTest(
                                        page.getKey(),
                                        () ->
                                                assertThat(page.getValue())
                                                        // One for who is there, one for what they
                                                        // look at.
                                                        .filteredOn(sql -> !isOfApiToken(sql))
                                                        .doesNotHaveDuplicates()));
    }

    private static boolean isOfApiToken(String sql) {
        return sql.contains("FROM api_token");
    }

    private static Map<String, Integer> atMost() {
        Map<String, Integer> numbers = new HashMap<>();
        AT_MOST.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" +", 2))
                .forEach(row -> numbers.put(row[0], Integer.valueOf(row[1])));
        return numbers;
    }

    private static String nameOf(String pageAndWho) {
        return pageAndWho.substring(0, pageAndWho.indexOf(' '));
    }

    private static Map<String, Integer> counts(Map<String, List<String>> sent) {
        Map<String, Integer> counts = new TreeMap<>();
        sent.forEach((page, statements) -> counts.put(page, statements.size()));
        return counts;
    }

    /** What each page sends, without the ends of its transactions. */
    private static Map<String, List<String>> sent(PageTour tour, Map<String, Browser> browsers) {
        Map<String, List<String>> sent = new LinkedHashMap<>();
        tour.pages()
                .forEach(
                        (name, path) ->
                                browsers.forEach(
                                        (who, browser) ->
                                                sent.put(
                                                        "%s (%s)".formatted(name, who),
                                                        statements(browser, path))));
        return sent;
    }

    private static List<String> statements(Browser browser, String path) {
        return StatementLog.during(() -> browser.raw(path)).stream()
                .filter(sql -> !sql.equals("commit") && !sql.equals("rollback"))
                .toList();
    }
}
