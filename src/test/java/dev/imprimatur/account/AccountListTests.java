package dev.imprimatur.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imprimatur.People;
import dev.imprimatur.ServiceTest;
import dev.imprimatur.StatementLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServiceTest
class AccountListTests {

    @LocalServerPort private int port;
    @Autowired private JdbcClient jdbc;
    @Autowired private ApiTokens tokens;
    @Autowired private Accounts accounts;
    @Autowired private AccountList list;

    private People people;
    private Account account;

    @BeforeEach
    void somebody() {
        people = new People(port, jdbc, tokens);
        account = people.account();
    }

    @Test
    void anAccountIsFoundByItsId() {
        assertThat(accounts.ofId(account.id()).map(Account::name)).hasValue(account.name());
        assertThat(accounts.ofId(-1)).isEmpty();
    }

    @Test
    void aListedAccountHasItsTokensAndItsLastVisit() {
        people.token(account, Scope.READ);
        people.token(account, Scope.ADMIN);

        assertThat(list.page(account.name(), "", 10))
                .singleElement()
                .satisfies(
                        listed -> {
                            assertThat(listed.account().id()).isEqualTo(account.id());
                            assertThat(listed.account().email()).isEqualTo(account.email());
                            assertThat(listed.apiTokens()).isEqualTo(2);
                            assertThat(Duration.between(listed.lastSeenAt(), Instant.now()))
                                    .isLessThan(Duration.ofMinutes(5));
                        });
    }

    @Test
    void aBeginningOfTheNameOrOfTheAddressFinds() {
        String mail = "Mail-" + account.name();
        jdbc.sql("UPDATE account SET email = :email WHERE id = :id")
                .param("email", mail + "@People.Test")
                .param("id", account.id())
                .update();

        Stream.of(
                        account.name(),
                        account.name().toUpperCase(Locale.ROOT),
                        " " + account.name() + " ",
                        mail,
                        mail.toLowerCase(Locale.ROOT) + "@people.test")
                .forEach(begin -> assertThat(names(begin, "", 10)).containsExactly(account.name()));
        assertThat(names("ail-" + account.name(), "", 10)).isEmpty();
        assertThat(names(account.name() + "%", "", 10)).isEmpty();
    }

    @Test
    @DisplayName("a page goes on behind a name, and nobody is there twice")
    void aPageGoesOnBehindAName() {
        String begin = account.name();
        for (String more : List.of("-b", "-a", ".c", "_d", "1")) {
            rename(people.account(), begin + more);
        }

        List<String> all = names(begin, "", 10);
        assertThat(all)
                .containsExactly(
                        begin, begin + "-a", begin + "-b", begin + ".c", begin + "1", begin + "_d");
        assertThat(names(begin, "", 2)).isEqualTo(all.subList(0, 2));
        assertThat(names(begin, all.get(1), 2)).isEqualTo(all.subList(2, 4));
        assertThat(names("", begin, 3)).isEqualTo(all.subList(1, 4));
        assertThat(names(begin, all.getLast(), 2)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\ud800", "\uffff", "'", "\\"})
    @DisplayName("Hazard 25: text that PostgreSQL refuses")
    void whateverIsLookedForNothingBreaks(String text) {
        assertThat(names(text, "", 10)).isEmpty();
        assertThat(names(account.name() + text, "", 10)).isEmpty();
        assertThat(names("x".repeat(5000), "", 10)).isEmpty();
    }

    @Test
    void aPageIsOneStatement() {
        assertThat(StatementLog.during(() -> list.page("", "", 50))).hasSize(1);
        assertThat(StatementLog.during(() -> list.page("a", "", 50))).hasSize(1);
    }

    private List<String> names(String begin, String after, int limit) {
        return list.page(begin, after, limit).stream()
                .map(listed -> listed.account().name())
                .toList();
    }

    private void rename(Account account, String name) {
        jdbc.sql("UPDATE account SET name = :name WHERE id = :id")
                .param("name", name)
                .param("id", account.id())
                .update();
    }
}
