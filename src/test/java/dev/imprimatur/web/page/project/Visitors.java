package dev.imprimatur.web.page.project;

import dev.imprimatur.People;
import dev.imprimatur.Publishing;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import dev.imprimatur.account.Scope;
import dev.imprimatur.web.page.Browser;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A project with a publisher, and the browsers of those who look at it. */
record Visitors(int port, Publishing publishing, People people) {

    static Visitors of(int port, JdbcClient jdbc, ApiTokens tokens) {
        Publishing publishing = new Publishing(port);
        publishing.publisher();
        return new Visitors(port, publishing, new People(port, jdbc, tokens));
    }

    String path() {
        return "/_/projects/pypi/" + publishing.normalized();
    }

    /** Somebody new with a part in the project. */
    Account member(String role) {
        return people.account(role, "pypi", publishing.normalized());
    }

    Browser browser(Account account) {
        return Browser.signedIn(port, people.token(account, Scope.ADMIN));
    }

    Browser owner() {
        return browser(member("owner"));
    }

    Browser viewer() {
        return browser(member("viewer"));
    }

    Browser stranger() {
        return browser(people.account());
    }

    Browser operator() {
        return Browser.ofOperator(port);
    }
}
