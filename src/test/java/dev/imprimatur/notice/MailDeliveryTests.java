package dev.imprimatur.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.audit.EventFacts;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.audit.PendingMarks;
import dev.imprimatur.notice.MailServer.Mail;
import dev.imprimatur.notice.NoticeHouse.Instance;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What arrives by mail, and at whom. */
class MailDeliveryTests {

    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";

    private final NoticeHouse house = new NoticeHouse();
    private final MailServer server = new MailServer();
    private final Instance instance = house.start(server);

    @AfterEach
    void stop() {
        instance.close();
        server.close();
    }

    @ParameterizedTest
    @MethodSource("dev.imprimatur.notice.WebhookDeliveryTests#told")
    void everythingThatIsToldArrivesAtOwnersAndOperators(EventType type) {
        long alice = house.owner(ALICE, "sample");
        house.events.record(
                NoticeHouse.event(
                        type,
                        "sample",
                        EventFacts.has(type, "accounts")
                                ? Map.of("accounts", List.of(alice))
                                : Map.of()));

        List<Mail> mails = sent(2);

        assertThat(mails)
                .extracting(Mail::to)
                .containsExactlyInAnyOrder(ALICE, NoticeHouse.OPERATOR);
        String summary = NoticeText.of(type).summary().formatted("sample in pypi");
        assertThat(mails)
                .allSatisfy(
                        mail -> {
                            assertThat(mail.subject()).isEqualTo("[Imprimatur] " + summary);
                            assertThat(mail.body())
                                    .startsWith(summary + ".\n")
                                    .contains(NoticeText.of(type).cure().substring(0, 40))
                                    .contains("when: 2026-01-15 12:00:00 UTC")
                                    .contains(
                                            "look: https://publish.test/_/api/v1/indexes/pypi/projects/sample")
                                    .contains("Delivery " + mail.header("Imprimatur-Delivery"));
                            assertThat(mail.header("Message-ID"))
                                    .isEqualTo(
                                            "<%s@publish.test>"
                                                    .formatted(mail.header("Imprimatur-Delivery")));
                            assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
                            assertThat(mail.header("From")).isEqualTo("imprimatur@publish.test");
                        });
    }

    @Test
    void itNamesWhatWasAddedAndByWhom() {
        house.owner(ALICE, "sample");
        house.events.record(
                NoticeHouse.event(
                        EventType.PUBLISHER_ADDED,
                        "sample",
                        Map.of(
                                "publisher",
                                7,
                                "provider",
                                "github",
                                "fields",
                                Map.of("owner", "octo-org"))));

        assertThat(sent(2).getFirst().body())
                .contains("  by: account:alice\n")
                .contains("  fields owner: octo-org\n")
                .contains("  provider: github\n")
                .contains("  publisher: 7\n");
    }

    @Test
    void anOwnerHearsOfTheirOwnProjectsOnly() {
        house.owner(ALICE, "one", "two");
        house.owner(BOB, "three");
        house.owner(null, "one");
        house.events.record(
                NoticeHouse.event(
                        EventType.TOKEN_REVOKED,
                        "index:pypi",
                        "pypi",
                        List.of("one", "two", "three"),
                        Map.of("upload_token", 1)));

        assertThat(sent(3))
                .extracting(mail -> mail.to() + ": " + mail.subject())
                .containsExactlyInAnyOrder(
                        ALICE + ": [Imprimatur] Upload token revoked: one, two in pypi",
                        BOB + ": [Imprimatur] Upload token revoked: three in pypi",
                        NoticeHouse.OPERATOR
                                + ": [Imprimatur] Upload token revoked: one, two, three in pypi");
    }

    @Test
    void whoLosesANameIsToldAndWhoWinsItIsNot() {
        long loser = house.owner(BOB);
        house.owner(ALICE, "sample");
        house.events.record(
                NoticeHouse.event(
                        EventType.PROJECT_PENDING_LOST,
                        "sample",
                        Map.of(
                                "accounts",
                                List.of(loser),
                                "claimed_by",
                                List.of("account:carol"),
                                PendingMarks.MEMBER,
                                Map.of("sample", List.of(-1)))));

        List<Mail> mails = sent(2);

        assertThat(mails).extracting(Mail::to).containsExactlyInAnyOrder(BOB, NoticeHouse.OPERATOR);
        assertThat(mails)
                .allSatisfy(mail -> assertThat(mail.body()).doesNotContain("carol", "alice"));
    }

    @Test
    @DisplayName("Hazard 31: who has a name hears nothing of others who waited for it")
    void whatBefallsSomebodyWhoWaitedIsNoMailToWhoHasTheName() {
        house.owner(ALICE, "sample", "three");
        house.events.record(
                NoticeHouse.event(
                                EventType.PUBLISHER_REMOVED,
                                "sample",
                                Map.of(
                                        "publisher",
                                        1,
                                        "provider",
                                        "github",
                                        "fields",
                                        Map.of("repository", "others")))
                        .with(new PendingMarks().add("sample", -1).facts()));

        List<Mail> mails = sent(1);

        assertThat(mails).extracting(Mail::to).containsExactly(NoticeHouse.OPERATOR);
        assertThat(mails.getFirst().body()).contains("others").doesNotContain("pending projects");
    }

    @Test
    void whoWaitsWithAPendingProjectHearsOfItAndNobodyElseWhoWaits() {
        long mine = waits(house.owner(ALICE));
        waits(house.owner(BOB));
        house.events.record(
                NoticeHouse.event(EventType.PIN_MISMATCH, "sample", Map.of())
                        .with(new PendingMarks().add("sample", mine).facts()));

        assertThat(sent(2))
                .extracting(Mail::to)
                .containsExactlyInAnyOrder(ALICE, NoticeHouse.OPERATOR);
    }

    @Test
    void theOwnersOfThePrefixHearOfItsPattern() {
        house.jdbc
                .sql(
                        """
                        INSERT INTO prefix_owner (index_id, prefix, account_id, added_at, added_by)
                        VALUES ('pypi', 'acme-', :alice, now(), 'system'),
                               ('other', 'acme-', :bob, now(), 'system'),
                               ('pypi', 'acme-x', :bob, now(), 'system')
                        """)
                .param("alice", house.owner(ALICE))
                .param("bob", house.owner(BOB))
                .update();
        house.events.record(NoticeHouse.event(EventType.PUBLISHER_ADDED, "acme-*", Map.of()));

        assertThat(sent(2))
                .extracting(Mail::to)
                .containsExactlyInAnyOrder(ALICE, NoticeHouse.OPERATOR);
    }

    private long waits(long account) {
        return house.jdbc
                .sql(
                        """
                        INSERT INTO project (index_id, name, normalized_name, created_at,
                                             pending_until, claimant_id, claimed_by)
                        VALUES ('pypi', 'sample', 'sample', now(), now() + interval '1 day',
                                :account, 'account:x')
                        RETURNING id
                        """)
                .param("account", account)
                .query(Long.class)
                .single();
    }

    @Test
    void ownersOfAProjectThatIsGoneAreToldByTheirAccounts() {
        long alice = house.owner(ALICE);
        house.events.record(
                NoticeHouse.event(
                        EventType.PROJECT_REMOVED, "gone", Map.of("accounts", List.of(alice))));

        assertThat(sent(2)).extracting(Mail::to).contains(ALICE);
    }

    @Test
    void aTokenThatAClientHandsBackIsNoMail() {
        house.owner(ALICE, "sample");
        house.events.record(
                NoticeHouse.event(
                        EventType.TOKEN_REVOKED, "holder", "pypi", List.of("sample"), Map.of()));
        house.happens(EventType.PUBLISHER_ADDED);

        assertThat(sent(2))
                .extracting(Mail::subject)
                .containsOnly("[Imprimatur] Trusted publisher added to sample in pypi");
        assertThat(house.count("waiting")).isZero();
    }

    @Test
    void noTextOfAStrangerMakesAHeaderOrALineOfItsOwn() {
        String nasty = "x\r\nBcc: victim@example.org\r\n\r\nClick\u2028here\u202e";
        house.owner(ALICE, nasty);
        house.events.record(
                NoticeHouse.event(
                        EventType.EXCHANGE_REFUSED,
                        "workload:ci\r\nX-Actor: evil",
                        "pypi",
                        List.of(nasty),
                        Map.of("reason", "no\r\n\r\nPay here: https://evil.example\r\n.\r\n")));

        for (Mail mail : sent(2)) {
            assertThat(mail.header("Bcc")).isEmpty();
            assertThat(mail.header("X-Actor")).isEmpty();
            assertThat(mail.subject())
                    .isEqualTo(
                            "[Imprimatur] A CI job was refused an upload token:"
                                    + " x Bcc: victim@example.org Click here in pypi");
            assertThat(mail.body().lines())
                    .noneMatch(line -> line.startsWith("Pay") || line.startsWith("Bcc"))
                    .contains("  reason: no Pay here: https://evil.example .");
        }
    }

    @Test
    void whatIsNoAddressIsNotWrittenTo() {
        house.owner("alice@example.org\r\nBcc: victim@example.org", "sample");
        house.owner("bob@example.org, victim@example.org", "sample");
        house.owner("\"Bob\" <bob@example.org>", "sample");
        house.happens(EventType.PUBLISHER_ADDED);

        assertThat(sent(1)).extracting(Mail::to).containsExactly(NoticeHouse.OPERATOR);
        assertThat(house.count("waiting")).isZero();
    }

    @Test
    void fiveHundredPublishersAtOnceAreTenMails() {
        house.transaction.executeWithoutResult(
                status ->
                        Collections.nCopies(500, EventType.PUBLISHER_ADDED)
                                .forEach(house::happens));

        List<Mail> mails = sent(10);

        assertThat(mails)
                .extracting(Mail::subject)
                .containsOnly("[Imprimatur] 50 notices: Trusted publisher added to sample in pypi");
        assertThat(mails.stream().flatMap(mail -> mail.body().lines()))
                .filteredOn(line -> line.startsWith("Delivery "))
                .doesNotHaveDuplicates()
                .hasSize(500);
    }

    @Test
    void aMailServerThatIsDownForAWhileLosesNothing() {
        server.close();
        house.happens(EventType.PUBLISHER_ADDED);
        instance.run();
        await().until(() -> house.metric("mail", "failed") == 1);
        assertThat(house.count("waiting")).isEqualTo(1);

        try (MailServer again = new MailServer();
                Instance restarted = house.start(again)) {
            house.clock.advance(java.time.Duration.ofMinutes(1));
            restarted.run();
            await().until(() -> house.count("delivered") == 1);
            assertThat(again.received()).hasSize(1);
        }
    }

    /** What arrived once everything that happened was sent. */
    private List<Mail> sent(int count) {
        instance.run();
        await().until(() -> server.received().size() >= count && house.count("waiting") == 0);
        assertThat(server.received()).hasSize(count);
        return server.received();
    }
}
