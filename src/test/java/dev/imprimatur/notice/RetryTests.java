package dev.imprimatur.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.Together;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.notice.NoticeHouse.Instance;
import dev.imprimatur.notice.Receiver.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Nothing is lost, and nothing comes twice under another id. */
@ExtendWith(OutputCaptureExtension.class)
class RetryTests {

    private static final String TARGET = "webhook:ops";

    private final NoticeHouse house = new NoticeHouse();
    private final Receiver receiver = new Receiver();
    private final Map<String, NotificationsProperties.Webhook> webhook =
            Map.of("ops", NoticeHouse.webhook(receiver.url()));

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void aReceiverThatIsDownForAWhileGetsEverythingAfterARestart() {
        receiver.answer(503, Map.of());
        try (Instance instance = house.start(webhook)) {
            happens(20);
            instance.run();
            await().until(() -> house.metric(TARGET, "failed") == 20);
            house.clock.advance(Duration.ofSeconds(15));
            await().until(
                            () -> {
                                // Hands that have just failed may not be free yet.
                                instance.run();
                                return house.metric(TARGET, "failed") == 40;
                            });
        }
        happens(5);
        receiver.answer(200, Map.of());
        Set<String> refused = ids(receiver.received());

        try (Instance restarted = house.start(webhook)) {
            house.clock.advance(Duration.ofMinutes(1));
            restarted.run();
            await().until(() -> house.count("delivered") == 25);
        }

        List<Received> accepted = receiver.received().subList(40, 65);
        assertThat(receiver.received()).hasSize(65);
        assertThat(ids(accepted)).hasSize(25).containsAll(refused);
        assertThat(refused).hasSize(20);
        assertThat(accepted.stream().map(each -> each.json().path("event").asLong()))
                .doesNotHaveDuplicates();
    }

    @Test
    void twoInstancesAtOnceDeliverOnce() {
        happens(100);

        try (Instance one = house.start(webhook);
                Instance two = house.start(webhook)) {
            Together.run(
                    4,
                    () -> {
                        one.run();
                        two.run();
                        return true;
                    });
            await().until(() -> house.count("delivered") == 100);
        }

        assertThat(receiver.received()).hasSize(100);
        assertThat(ids(receiver.received())).hasSize(100);
    }

    @Test
    void aSenderThatDiesBetweenSendingAndNotingItSendsAgainUnderTheSameId() throws Exception {
        happens(1);
        Deliveries deliveries = house.deliveries();
        try (Instance instance = house.start(webhook)) {
            instance.dispatcher().run();
            // All that an instance does before it would note that the message arrived.
            Notice notice = deliveries.claim(TARGET, 1).getFirst().notice();
            NoticeTargets targets =
                    NoticeTargets.of(
                            new NotificationsProperties(webhook, null), false, index -> true);
            assertThat(house.channels(targets).getFirst().send(List.of(notice)))
                    .isEqualTo(new Attempt.Delivered());

            instance.run();
            assertThat(deliveries.claim(TARGET, 1)).isEmpty();

            house.clock.advance(Deliveries.LEASE.plusSeconds(1));
            instance.run();
            await().until(() -> house.count("delivered") == 1);
        }

        assertThat(receiver.received()).hasSize(2);
        assertThat(ids(receiver.received())).hasSize(1);
    }

    @Test
    void afterADayItIsADeadLetterThatIsToldOnceAndCanBeSentAgain(CapturedOutput output)
            throws IOException {
        receiver.answer(500, Map.of());
        happens(1);
        try (Instance instance = house.start(webhook)) {
            int attempts = 0;
            for (int hours = 0; house.count("dead") == 0 && hours < 50; hours++) {
                instance.run();
                int sent = ++attempts;
                await().until(() -> ended(sent));
                house.clock.advance(Duration.ofMinutes(73));
            }
            assertThat(attempts).isBetween(20, 22);
            assertThat(house.metric(TARGET, "dead")).isEqualTo(1);
            instance.run();
            assertThat(receiver.received()).hasSize(attempts);
            assertThat(output.getAll().lines().filter(line -> line.contains("is given up after")))
                    .singleElement()
                    .asString()
                    .contains(receiver.received().getFirst().id(), "webhook:ops", "status 500")
                    .doesNotContain("part-of-the-url", "whsec_");

            receiver.answer(200, Map.of());
            house.jdbc
                    .sql(documentedStatement().replace("now()", "CAST(:now AS timestamptz)"))
                    .param("now", house.clock.instant().toString())
                    .update();
            instance.run();
            await().until(() -> house.count("delivered") == 1);
        }
        assertThat(ids(receiver.received())).hasSize(1);
    }

    @Test
    void aReceiverThatIsGoneForGoodIsNotAskedAgain() {
        receiver.answer(410, Map.of());
        happens(1);
        try (Instance instance = house.start(webhook)) {
            instance.run();
            await().until(() -> house.count("dead") == 1);
        }
        assertThat(receiver.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "301, Location, /elsewhere",
        "307, Location, /elsewhere",
        "404, X, y",
        "503, Retry-After, soon"
    })
    void whatIsNoYesIsTriedAgainAndNobodyIsFollowed(int status, String header, String value) {
        receiver.answer(status, Map.of(header, value));
        happens(1);
        try (Instance instance = house.start(webhook)) {
            instance.run();
            await().until(() -> house.metric(TARGET, "failed") == 1);
        }
        assertThat(receiver.received()).hasSize(1);
        assertThat(house.count("waiting")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "300, 300, 300",
        "999999, 3600, 3600",
        "0, 8, 12",
        "'Thu, 15 Jan 2026 12:10:00 GMT', 600, 600"
    })
    void theReceiverMayAskForTimeButNotForMoreThanAnHour(String asked, int least, int most) {
        receiver.answer(429, Map.of("Retry-After", asked));
        happens(1);
        try (Instance instance = house.start(webhook)) {
            instance.run();
            await().until(() -> house.metric(TARGET, "failed") == 1);
        }
        assertThat(
                        house.jdbc
                                .sql("SELECT extract(epoch FROM due_at - created_at) FROM delivery")
                                .query(Double.class)
                                .single())
                .isBetween((double) least, (double) most);
    }

    @Test
    void aReceiverThatNeverAnswersHoldsUpNobodyElse() {
        Map<String, NotificationsProperties.Webhook> both = new LinkedHashMap<>();
        try (Receiver silent = new Receiver()) {
            silent.fallSilent();
            both.put("a-silent-one", NoticeHouse.webhook(silent.url()));
            both.put("ops", NoticeHouse.webhook(receiver.url()));
            happens(50);
            try (Instance instance = house.start(both)) {
                instance.run();

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> house.metric(TARGET, "delivered") == 50);
                assertThat(silent.received().size()).isLessThan(50);
                assertThat(house.metric("webhook:a-silent-one", "delivered")).isZero();
                // The silent one takes its time-out for each, four at once; the rest may wait.
                house.jdbc
                        .sql("UPDATE delivery SET due_at = 'infinity' WHERE state = 'waiting'")
                        .update();
            }
        }
    }

    @Test
    void onlyTheLatestAttemptDecides() {
        happens(1);
        try (Instance instance = house.start(webhook)) {
            instance.dispatcher().run();
        }
        Deliveries deliveries = house.deliveries();
        Deliveries.Claimed late = deliveries.claim(TARGET, 1).getFirst();
        house.clock.advance(Deliveries.LEASE);
        Deliveries.Claimed latest = deliveries.claim(TARGET, 1).getFirst();

        deliveries.later(late, house.clock.instant(), "too late");
        assertThat(deliveries.dead(late, "too late")).isFalse();

        assertThat(deliveries.claim(TARGET, 1)).isEmpty();
        assertThat(latest.notice().id()).isEqualTo(late.notice().id());
        // A yes is a yes, however late.
        deliveries.delivered(late);
        assertThat(house.count("delivered")).isEqualTo(1);
    }

    @Test
    void whatIsDoneGoesAfterItsTimeAndWhatNobodySendsIsGivenUp() {
        happens(2);
        try (Instance instance = house.start(webhook)) {
            instance.dispatcher().run();
        }
        Deliveries deliveries = house.deliveries();
        deliveries.delivered(deliveries.claim(TARGET, 1).getFirst());
        NoticeCleanUp configured = cleanUp(List.of(TARGET));
        NoticeCleanUp gone = cleanUp(List.of("mail"));

        house.clock.advance(Duration.ofDays(3));
        configured.run();
        assertThat(house.count("waiting")).isEqualTo(1);
        gone.run();
        assertThat(house.count("waiting")).isZero();
        assertThat(house.count("dead")).isEqualTo(1);

        house.clock.advance(Duration.ofDays(28));
        gone.run();
        assertThat(house.count("delivered")).isZero();
        assertThat(house.count("dead")).isEqualTo(1);
    }

    /** What the page for operators says against dead letters. */
    private static String documentedStatement() throws IOException {
        String page = Files.readString(Path.of("docs", "notifications.md"));
        int begin = page.indexOf("UPDATE delivery");
        return page.substring(begin, page.indexOf("\n\n", begin));
    }

    private NoticeCleanUp cleanUp(List<String> targets) {
        return new NoticeCleanUp(
                house.jdbc,
                targets,
                new NoticeRetentionProperties(Duration.ofDays(30)),
                house.clock);
    }

    private void happens(int times) {
        for (int i = 0; i < times; i++) {
            house.happens(EventType.PUBLISHER_ADDED);
        }
    }

    private boolean ended(int attempts) {
        return house.metric(TARGET, "failed") + house.metric(TARGET, "dead") == attempts;
    }

    private static Set<String> ids(List<Received> received) {
        return received.stream().map(Received::id).collect(Collectors.toSet());
    }
}
