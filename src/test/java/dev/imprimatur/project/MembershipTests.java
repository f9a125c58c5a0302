package dev.imprimatur.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceClient;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.ApiTokens;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an account has a part in, seen from the account. */
@ServiceTest
class MembershipTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private Members members;

    private People people;
    private Account account;

    @BeforeEach
    void somebody() {
        people = new People(port, jdbc, tokens);
        account = people.account();
    }

    @Test
    void theProjectsOfAnAccountComeByIndexAndNameWithItsRole() {
        join("viewer", "pypi", "B.b");
        join("owner", "pypi", "a");
        join("owner", "open", "z");
        people.account("owner", "pypi", name("a"));

        List<Membership> all = members.of(account, "", "", 10);

        assertThat(all.stream().map(each -> each.indexId() + "/" + each.name().normalized()))
                .containsExactly("open/" + name("z"), "pypi/" + name("a"), "pypi/" + name("b-b"));
        assertThat(all)
                .extracting(Membership::role)
                .containsExactly(Role.OWNER, Role.OWNER, Role.VIEWER);
        assertThat(all.getLast().name().display()).isEqualTo(account.name() + "-B.b");
        assertThat(members.of(account, "", "", 2)).isEqualTo(all.subList(0, 2));
        assertThat(members.of(account, "open", name("z"), 2)).isEqualTo(all.subList(1, 3));
        assertThat(members.of(account, "pypi", name("b-b"), 2)).isEmpty();
    }

    @Test
    void whoHasAPartInNothingHasAnEmptyList() {
        assertThat(members.of(account, "", "", 10)).isEmpty();
    }

    private void join(String role, String index, String name) {
        String display = account.name() + "-" + name;
        assertThat(
                        new ServiceClient(port)
                                .asAdmin()
                                .put(
                                        "/_/api/v1/indexes/%s/projects/%s"
                                                .formatted(index, display),
                                        "{}")
                                .statusCode())
                .isEqualTo(201);
        people.join(account, role, index, name(name.toLowerCase(Locale.ROOT).replace('.', '-')));
    }

    private String name(String end) {
        return account.name() + "-" + end;
    }
}
