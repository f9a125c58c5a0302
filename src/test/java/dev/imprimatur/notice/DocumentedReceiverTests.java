package dev.imprimatur.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imprimatur.audit.EventType;
import dev.imprimatur.notice.NoticeHouse.Instance;
import dev.imprimatur.notice.Receiver.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The page for those who receive notices: its example runs, and its table is complete. */
class DocumentedReceiverTests {

    private static final Path PAGE = Path.of("docs", "notifications.md");
    private static final String OTHER = "whsec_" + "B".repeat(40);

    @TempDir private Path directory;

    @Test
    void everyTypeThatIsToldIsOnThePage() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(
                        Arrays.stream(EventType.values())
                                .filter(EventType::isTold)
                                .map(type -> '`' + type.wireName() + '`')
                                .collect(Collectors.toSet()));
    }

    @Test
    void theExampleInPythonKnowsOursFromOthers() throws Exception {
        assumeTrue(python("print(1)", "").equals("1"), "Python is not installed here");
        NoticeHouse house = new NoticeHouse();
        Received received;
        try (Receiver receiver = new Receiver();
                Instance instance =
                        house.start(Map.of("ops", NoticeHouse.webhook(receiver.url())))) {
            house.happens(EventType.PUBLISHER_ADDED);
            instance.run();
            await().until(() -> receiver.received().size() == 1);
            received = receiver.received().getFirst();
        }
        long now = house.clock.instant().getEpochSecond();
        List<String> both = List.of(OTHER, NoticeHouse.SECRET);

        assertThat(isOurs(received, received.body(), both, now)).isEqualTo("True");
        assertThat(isOurs(received, received.body() + " ", both, now)).isEqualTo("False");
        assertThat(isOurs(received, received.body(), List.of(OTHER), now)).isEqualTo("False");
        assertThat(isOurs(received, received.body(), both, now + 301)).isEqualTo("False");
    }

    private String isOurs(Received received, String body, List<String> secrets, long now)
            throws Exception {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("```python\n") + "```python\n".length();
        String example = page.substring(begin, page.indexOf("```", begin));
        Map<String, String> headers =
                Map.of(
                        "webhook-id", received.id(),
                        "webhook-timestamp", received.timestamp(),
                        "webhook-signature", received.signature());
        return python(
                example
                        + """

                        import json, sys
                        case = json.load(sys.stdin)
                        print(is_ours(case["headers"], case["body"].encode(), case["secrets"], case["now"]))
                        """,
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of(
                                        "headers", headers, "body", body, "secrets", secrets, "now",
                                        now)));
    }

    /** What a program prints; empty where there is no Python. */
    private String python(String program, String input) throws InterruptedException {
        try {
            Path file = Files.writeString(directory.resolve("receiver.py"), program);
            Process process =
                    new ProcessBuilder("python3", file.toString())
                            .redirectErrorStream(true)
                            .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            process.waitFor();
            return output;
        } catch (IOException e) {
            return "";
        }
    }
}
