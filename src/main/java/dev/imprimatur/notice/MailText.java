package dev.imprimatur.notice;

import static java.util.stream.Collectors.joining;

import dev.imprimatur.audit.EventType;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The subject and the text of a mail: plain, short, and what to do at the end of each notice. */
final class MailText {

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Wording wording;
    private final String publicUrl;

    MailText(Wording wording, String publicUrl) {
        this.wording = wording;
        this.publicUrl = publicUrl;
    }

    /** One line. */
    String subject(List<Notice> notices) {
        String first = wording.summary(notices.getFirst());
        return notices.size() == 1
                ? "[Imprimatur] " + first
                : "[Imprimatur] %d notices: %s".formatted(notices.size(), first);
    }

    String body(List<Notice> notices) {
        return notices.stream().map(this::text).collect(joining("\n" + "=".repeat(40) + "\n\n"))
                + foot();
    }

    private String text(Notice notice) {
        return """
                %s

                %s

                %s

                Delivery %s
                """
                .formatted(
                        wording.summary(notice) + ".",
                        facts(notice),
                        NoticeText.of(notice.recorded().event().type()).cure(),
                        notice.id());
    }

    private String foot() {
        return """

                --\s
                Imprimatur at %s sends this to the owners of the projects and to its operators.
                """
                .formatted(publicUrl);
    }

    private String facts(Notice notice) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("when", WHEN.format(notice.recorded().at()));
        // To whom a name was lost is not for the losers to know.
        if (notice.recorded().event().type() != EventType.PROJECT_PENDING_LOST) {
            facts.put("by", wording.actor(notice));
        }
        facts.putAll(wording.facts(notice));
        facts.put("look", wording.link(notice));
        return facts.entrySet().stream()
                .map(fact -> "  %s: %s".formatted(fact.getKey(), fact.getValue()))
                .collect(joining("\n"));
    }
}
