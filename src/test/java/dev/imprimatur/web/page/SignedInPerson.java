package dev.imprimatur.web.page;

import dev.imprimatur.People;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A browser in which somebody is signed in as their identity provider would have it. */
public final class SignedInPerson {

    private static final String AS_THEMSELVES =
            """
            UPDATE browser_session_attributes SET attribute_bytes = convert_to(:who, 'UTF8')
             WHERE attribute_name = 'who'
               AND session_primary_id IN
                   (SELECT primary_id FROM browser_session WHERE principal_name = :name)
            """;

    private SignedInPerson() {}

    public static Browser of(
            Account account, boolean administrator, int port, JdbcClient jdbc, People people) {
        Browser browser = Browser.signedIn(port, people.token(account, Scope.READ));
        int sessions =
                jdbc.sql(AS_THEMSELVES)
                        .param("name", "account:" + account.id())
                        .param(
                                "who",
                                """
                                {"api_token":null,"account":%d,"administrator":%s,"member":true,
                                 "until":"2999-01-01T00:00:00Z"}
                                """
                                        .formatted(account.id(), administrator))
                        .update();
        if (sessions == 0) {
            throw new IllegalStateException("There is no session");
        }
        return browser;
    }
}
