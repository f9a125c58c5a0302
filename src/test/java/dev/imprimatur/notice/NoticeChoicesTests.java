package dev.imprimatur.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.imprimatur.Together;
import dev.imprimatur.account.Account;
import dev.imprimatur.account.Caller;
import dev.imprimatur.account.Scope;
import dev.imprimatur.audit.EventFacts;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.RecordedEvent;
import dev.imprimatur.notice.NoticeChoices.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who hears of what after they chose. */
class NoticeChoicesTests {

    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final NoticeSettings ALL = new NoticeSettings(true, Set.of());
    private static final NoticeSettings NONE = new NoticeSettings(false, Set.of());

    private final NoticeHouse house = new NoticeHouse();
    private final Recipients recipients = new Recipients(house.jdbc);
    private final NoticeChoices choices = choices(null);
    private Account alice;

    @BeforeEach
    void twoOwners() {
        alice = account(house.owner(ALICE, "sample"));
        house.owner(BOB, "sample");
    }

    @ParameterizedTest
    @MethodSource("dev.imprimatur.notice.WebhookDeliveryTests#told")
    void aSilencedTypeIsToldToTheOthersAloneAndSecurityToAll(EventType type) {
        if (choices.isChoice(type)) {
            choices.set(new NoticeSettings(true, Set.of(type)), person(alice));
        }

        assertThat(told(type, ALICE)).isEqualTo(!choices.isChoice(type));
        assertThat(told(type, BOB)).isTrue();
        EventType other =
                type == EventType.TOKEN_REVOKED
                        ? EventType.PUBLISHER_ADDED
                        : EventType.TOKEN_REVOKED;
        assertThat(told(other, ALICE)).isTrue();
    }

    @Test
    void withoutMailNothingButSecurityIsTold() {
        choices.set(NONE, person(alice));

        assertThat(choices.kinds())
                .allSatisfy(
                        kind -> {
                            assertThat(told(kind.type(), ALICE)).isEqualTo(kind.always());
                            assertThat(told(kind.type(), BOB)).isTrue();
                        })
                .filteredOn(Kind::always)
                .extracting(Kind::type)
                .containsExactly(
                        EventType.API_TOKEN_LEAKED, EventType.PIN_MISMATCH, EventType.TOKEN_LEAKED);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "TOKEN_LEAKED",
                "API_TOKEN_LEAKED",
                "PIN_MISMATCH",
                "SWITCH_CHANGED",
                "TOKEN_MINTED"
            })
    void whatIsNoChoiceIsRefused(EventType type) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> choices.set(new NoticeSettings(true, Set.of(type)), person(alice)));
        assertThat(choices.of(alice)).isEqualTo(ALL);
    }

    @Test
    void aChoiceIsKeptUntilTheNextAndEachChangeIsOneEvent() {
        NoticeSettings some =
                new NoticeSettings(
                        false, Set.of(EventType.TOKEN_REVOKED, EventType.EXCHANGE_REFUSED));
        assertThat(choices.of(alice)).isEqualTo(ALL);

        for (NoticeSettings wanted : List.of(ALL, some, some, NONE, ALL)) {
            assertThat(choices.set(wanted, person(alice))).isTrue();
            assertThat(choices.of(alice)).isEqualTo(wanted);
        }

        assertThat(rows()).isZero();
        String name = alice.name();
        List<String> silent = List.of("exchange-refused", "token-revoked");
        assertThat(changes().stream().map(change -> change.event().detail()).toList())
                .isEqualTo(
                        List.of(
                                Map.of("account", name, "mail", true, "silent", List.of()),
                                Map.of("account", name, "mail", false, "silent", List.of()),
                                Map.of("account", name, "mail", false, "silent", silent)));
    }

    @Test
    void anApiTokenAndTheOperatorMayNotChoose() {
        Caller token = new Caller("account:x/t", alice, 1L, false, false, Scope.ADMIN, null);

        assertThat(choices.set(NONE, token)).isFalse();
        assertThat(choices.set(NONE, Caller.operator("api-token:first"))).isFalse();

        assertThat(choices.of(alice)).isEqualTo(ALL);
        assertThat(changes()).isEmpty();
    }

    @Test
    void ofChangesAtOnceOneIsLeftAndNoMixture() {
        List<NoticeSettings> wanted =
                List.of(
                        new NoticeSettings(true, Set.of(EventType.PROJECT_BLOCKED)),
                        new NoticeSettings(false, Set.of(EventType.PUBLISHER_ADDED)),
                        new NoticeSettings(true, Set.of(EventType.TOKEN_REVOKED)),
                        NONE);

        Together.run(
                wanted.stream()
                        .<Callable<Boolean>>map(each -> () -> choices.set(each, person(alice)))
                        .toList());

        assertThat(wanted).contains(choices.of(alice));
        assertThat(changes()).hasSize(wanted.size());
    }

    @Test
    void anAccountThatIsGoneChoosesNothing() {
        choices.set(NONE, person(alice));
        house.jdbc.sql("DELETE FROM account WHERE id = :id").param("id", alice.id()).update();

        assertThat(rows()).isZero();
        assertThat(choices.set(NONE, person(alice))).isTrue();
        assertThat(rows()).isZero();
    }

    @Test
    void itIsSaidWhetherAndAboutWhatMailIsSent() {
        NoticeChoices some =
                choices(
                        new NotificationsProperties.Mail(
                                "imprimatur@publish.test", null, List.of("token-leaked")));

        assertThat(choices.mail()).isFalse();
        assertThat(choices.kinds()).noneMatch(Kind::sent);
        assertThat(some.mail()).isTrue();
        assertThat(some.kinds())
                .filteredOn(Kind::sent)
                .containsExactly(new Kind(EventType.TOKEN_LEAKED, true, true));
    }

    private NoticeChoices choices(NotificationsProperties.@Nullable Mail mail) {
        NotificationsProperties properties = new NotificationsProperties(null, mail);
        return new NoticeChoices(
                NoticeTargets.of(properties, mail != null, _ -> true),
                new SilencedNotices(house.jdbc),
                house.events,
                house.transaction);
    }

    /** Where somebody is named, all are. */
    private boolean told(EventType type, String address) {
        Map<String, ?> facts =
                EventFacts.has(type, "accounts")
                        ? Map.of(
                                "accounts",
                                house.jdbc.sql("SELECT id FROM account").query(Long.class).list())
                        : Map.of();
        return recipients.of(NoticeHouse.event(type, "sample", facts)).containsKey(address);
    }

    private List<RecordedEvent> changes() {
        return house.newestEvents().stream()
                .filter(each -> each.event().type() == EventType.NOTIFICATIONS_CHANGED)
                .toList();
    }

    private long rows() {
        return house.jdbc.sql("SELECT count(*) FROM silenced_notice").query(Long.class).single();
    }

    private static Caller person(Account account) {
        return Caller.person(account, false, false);
    }

    private Account account(long id) {
        return house.jdbc
                .sql("SELECT name FROM account WHERE id = :id")
                .param("id", id)
                .query((row, number) -> new Account(id, row.getString(1), ALICE, Instant.EPOCH))
                .single();
    }
}
