package dev.imprimatur.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.imprimatur.audit.EventType;
import dev.imprimatur.notice.NoticeHouse.Instance;
import dev.imprimatur.notice.Receiver.Received;
import java.util.Arrays;
import java.util.Base64;
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
}
