package dev.imprimatur.bench;

import dev.imprimatur.web.page.Browser;
import java.util.List;

/** What people wait for in a browser: whole pages, from the session to the last tag. */
record Pages(Browser operator, Browser maintainer) {

    private static final int LIMIT = 100;

    static Pages of(int port, Callers callers) {
        return new Pages(Browser.ofOperator(port), Browser.signedIn(port, callers.maintainer()));
    }

    List<Question> questions() {
        String busy = "/_/projects/pypi/" + Seed.BUSY_PROJECT;
        return List.of(
                page("pages: HTML, list", operator, "/_/projects", false),
                page("pages: HTML, list, a search", operator, "/_/projects?q=-cli-0991", true),
                page("pages: HTML, list, a maintainer's", maintainer, "/_/projects", false),
                page("pages: HTML, the busiest project", operator, busy, false),
                page("pages: HTML, its events", operator, busy + "/events", false),
                page("pages: HTML, its uploads", operator, busy + "/uploads", false));
    }

    private static Question page(String what, Browser browser, String path, boolean readsAll) {
        return new Question(
                what,
                LIMIT,
                () -> {
                    int status = browser.raw(path).statusCode();
                    if (status != 200) {
                        throw new IllegalStateException("%s: %d".formatted(what, status));
                    }
                },
                readsAll);
    }
}
