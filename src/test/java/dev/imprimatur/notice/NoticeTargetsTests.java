package dev.imprimatur.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.imprimatur.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator may write, and what they are told otherwise. */
class NoticeTargetsTests {

    private static final String URL = "https://hooks.example.org/part-of-the-url";
    private static final List<String> SECRETS = List.of(NoticeHouse.SECRET);

    static Stream<Object[]> mistakes() {
        return Stream.of(
                new Object[] {"Not_An_Id", hook(URL, SECRETS), "must have an id of"},
                new Object[] {"a", hook(null, SECRETS), "a.url must be an https URL"},
                new Object[] {"a", hook("ftp://x.example/", SECRETS), "a.url must be an https URL"},
                new Object[] {
                    "a", hook("http://x.example/", SECRETS), "a.url must be an https URL"
                },
                new Object[] {"a", hook("https://u:p@x.example/", SECRETS), "a.url must be"},
                new Object[] {"a", hook("https://x example/", SECRETS), "a.url must be"},
                new Object[] {"a", hook(URL, null), "a.secrets must be one or more"},
                new Object[] {"a", hook(URL, List.of()), "a.secrets must be one or more"},
                new Object[] {"a", hook(URL, List.of("plain-secret")), "a.secrets must be"},
                new Object[] {"a", hook(URL, List.of("whsec_dG9vIHNob3J0")), "a.secrets must be"},
                new Object[] {"a", hook(URL, List.of("whsec_no base64!")), "a.secrets must be"},
                new Object[] {
                    "a",
                    new NotificationsProperties.Webhook(
                            URL, SECRETS, List.of("token-minted"), null),
                    "a.types must be some of api-token-leaked, "
                },
                new Object[] {
                    "a",
                    new NotificationsProperties.Webhook(URL, SECRETS, null, List.of("nowhere")),
                    "a.indexes must be ids of package indexes"
                });
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsOneSentenceThatNamesThePropertyAndShowsNoValue(
            String id, NotificationsProperties.Webhook webhook, String sentence) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> targets(Map.of(id, webhook), null, false))
                .withMessageStartingWith("imprimatur.notifications.webhooks." + id)
                .withMessageContaining(sentence)
                .satisfies(
                        e ->
                                assertThat(e.getMessage())
                                        .doesNotContain("part-of-the-url", "plain-secret", "dG9v"));
    }

    @Test
    void mailNeedsAServerAndASender() {
        var mail = new NotificationsProperties.Mail("imprimatur@example.org", null, null);
        var nameless = new NotificationsProperties.Mail("Imprimatur <i@example.org>", null, null);
        var listed =
                new NotificationsProperties.Mail(
                        "imprimatur@example.org", List.of("a@b.example, c@d.example"), null);

        assertThat(refusal(mail, false)).contains("mail needs a mail server: set spring.mail.host");
        assertThat(refusal(null, true)).contains("mail.from must be a mail address");
        assertThat(refusal(nameless, true)).contains("mail.from must be a mail address");
        assertThat(refusal(listed, true)).contains("mail.operators must be mail addresses");
        assertThat(targets(null, mail, true).mail())
                .isNotNull()
                .satisfies(it -> assertThat(it.operators()).isEmpty());
        assertThat(targets(null, null, false).mail()).isNull();
    }

    @Test
    void nothingShowsASecretOrAUrl() {
        var properties = new NotificationsProperties(Map.of("a", hook(URL, SECRETS)), null);
        NoticeTargets targets = NoticeTargets.of(properties, false, index -> true);

        assertThat(properties + " " + targets + " " + targets.webhooks().getFirst().keys())
                .doesNotContain(NoticeHouse.SECRET, NoticeHouse.SECRET.substring(6), "part-of");
    }

    @Test
    void allTypesAndIndexesUnlessSet() {
        WebhookTarget target =
                targets(
                                Map.of(
                                        "a",
                                        new NotificationsProperties.Webhook(
                                                "http://localhost:8080/x",
                                                SECRETS,
                                                List.of("switch-changed"),
                                                List.of("pypi"))),
                                null,
                                false)
                        .webhooks()
                        .getFirst();

        assertThat(target.filter())
                .isEqualTo(new NoticeFilter(Set.of("switch-changed"), Set.of("pypi")));
        assertThat(
                        targets(Map.of("a", hook(URL, SECRETS)), null, false)
                                .webhooks()
                                .getFirst()
                                .filter())
                .satisfies(
                        filter -> {
                            assertThat(filter.types()).contains("pin-mismatch", "token-revoked");
                            assertThat(filter.indexes()).isEmpty();
                        });
    }

    private static String refusal(NotificationsProperties.@Nullable Mail mail, boolean server) {
        try {
            return String.valueOf(targets(null, mail, server));
        } catch (ConfigurationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static NoticeTargets targets(
            @Nullable Map<String, NotificationsProperties.Webhook> webhooks,
            NotificationsProperties.@Nullable Mail mail,
            boolean server) {
        return NoticeTargets.of(
                new NotificationsProperties(webhooks, mail), server, "pypi"::equals);
    }

    private static NotificationsProperties.Webhook hook(
            @Nullable String url, @Nullable List<String> secrets) {
        return new NotificationsProperties.Webhook(url, secrets, null, null);
    }
}
