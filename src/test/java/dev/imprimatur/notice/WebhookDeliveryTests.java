package dev.imprimatur.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.audit.EventType;
import dev.imprimatur.notice.NoticeHouse.Instance;
import dev.imprimatur.notice.Receiver.Received;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What arrives at a webhook. */
class WebhookDeliveryTests {

    private final NoticeHouse house = new NoticeHouse();
    private final Receiver receiver = new Receiver();
    private final Instance instance =
            house.start(Map.of("ops", NoticeHouse.webhook(receiver.url())));

    @AfterEach
    void stop() {
        instance.close();
        receiver.close();
    }

    static Stream<EventType> told() {
        return Arrays.stream(EventType.values()).filter(EventType::isTold);
    }

    @ParameterizedTest
    @MethodSource("told")
    void everythingThatIsToldArrives(EventType type) {
        house.happens(type);

        instance.run();

        await().until(() -> receiver.received().size() == 1);
        Received received = receiver.received().getFirst();
        assertThat(received.type()).isEqualTo(type.wireName());
        assertThat(received.json().path("text").asString())
                .startsWith(NoticeText.of(type).summary().formatted("sample in pypi") + ". ");
        assertThat(received.json().path("id").asString()).isEqualTo(received.id());
    }

    @Test
    void aReceiverCanVerifyIt() throws Exception {
        house.happens(EventType.PUBLISHER_ADDED);

        instance.run();

        await().until(() -> receiver.received().size() == 1);
        Received received = receiver.received().getFirst();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("the secret of all these tests!".getBytes(UTF_8), "HmacSHA256"));
        String signed = received.id() + "." + received.timestamp() + "." + received.body();
        assertThat(received.signature())
                .isEqualTo(
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
    }

    @Test
    void whileASecretIsReplacedBothSign() {
        String other = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
        try (Instance rotating =
                house.start(
                        Map.of(
                                "rotating",
                                new NotificationsProperties.Webhook(
                                        receiver.url(),
                                        List.of(NoticeHouse.SECRET, other),
                                        null,
                                        null)))) {
            house.happens(EventType.PUBLISHER_ADDED);

            rotating.run();

            await().until(() -> receiver.received().size() == 1);
            assertThat(receiver.received().getFirst().signature())
                    .matches("v1,[A-Za-z0-9+/=]{44} v1,[A-Za-z0-9+/=]{44}");
        }
    }

    @Test
    void aWebhookIsToldWhatItAskedForAndNothingElse() {
        try (Receiver picky = new Receiver();
                Instance choosing =
                        house.start(
                                Map.of(
                                        "picky",
                                        new NotificationsProperties.Webhook(
                                                picky.url(),
                                                List.of(NoticeHouse.SECRET),
                                                List.of("publisher-added", "switch-changed"),
                                                List.of("other"))))) {
            house.happens(EventType.PUBLISHER_ADDED);
            house.events.record(
                    NoticeHouse.event(
                            EventType.PUBLISHER_REMOVED, "a", "other", List.of("p"), Map.of()));
            house.events.record(
                    NoticeHouse.event(
                            EventType.PUBLISHER_ADDED, "a", "other", List.of("p"), Map.of()));
            house.events.record(
                    NoticeHouse.event(EventType.SWITCH_CHANGED, "a", null, List.of(), Map.of()));

            choosing.run();

            await().until(() -> house.count("delivered") == 2);
            assertThat(picky.received())
                    .extracting(Received::type)
                    .containsExactlyInAnyOrder("publisher-added", "switch-changed");
            assertThat(house.count("waiting")).isZero();
        }
    }

    @Test
    void whatIsNotToldLeavesNothingBehind() {
        house.happens(EventType.TOKEN_MINTED);
        house.happens(EventType.UPLOAD_AUTHORIZED);

        assertThat(house.jdbc.sql("SELECT count(*) FROM event_to_tell").query(Long.class).single())
                .isZero();
    }

    @Test
    void aChangeThatIsRolledBackTellsNobody() {
        house.transaction.executeWithoutResult(
                status -> {
                    house.happens(EventType.PUBLISHER_ADDED);
                    status.setRollbackOnly();
                });
        house.happens(EventType.PUBLISHER_REMOVED);

        instance.run();

        await().until(() -> house.count("delivered") == 1);
        assertThat(receiver.received())
                .singleElement()
                .extracting(Received::type)
                .isEqualTo("publisher-removed");
        assertThat(house.count("waiting")).isZero();
    }

    @Test
    void aDetailThatIsTooLongForAReceiverIsLeftOut() {
        house.events.record(
                NoticeHouse.event(
                        EventType.PROJECT_REMOVED,
                        "sample",
                        Map.of("publishers", List.of("x".repeat(20_000)))));

        instance.run();

        await().until(() -> receiver.received().size() == 1);
        assertThat(receiver.received().getFirst().body()).hasSizeLessThan(2_000);
        assertThat(receiver.received().getFirst().json().at("/detail/left_out").isString())
                .isTrue();
    }
}
