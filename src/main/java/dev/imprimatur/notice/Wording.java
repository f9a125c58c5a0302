package dev.imprimatur.notice;

import dev.imprimatur.audit.Event;
import dev.imprimatur.audit.PendingMarks;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Puts a notice into words. Names, fields and reasons are text of strangers: each becomes one
 * printable line of a bounded length before it gets near to a subject, a header or a line.
 */
final class Wording {

    private static final int NAMED_PROJECTS = 5;
    private static final int LONGEST_LINE = 300;
    private static final int LONGEST_SUBJECT = 150;
    private static final int MOST_FACTS = 25;

    /** Who else is told, or waits for the same name, is nobody's business. */
    private static final List<String> NO_FACTS =
            List.of("accounts", "claimed_by", PendingMarks.MEMBER);

    private final String publicUrl;

    Wording(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** What happened, in one line without a full stop. */
    String summary(Notice notice) {
        Event event = notice.recorded().event();
        String what = what(notice.projects(), event.indexId());
        return line(NoticeText.of(event.type()).summary().formatted(what), LONGEST_SUBJECT);
    }

    /** What happened and what to do about it, in one line. */
    String sentence(Notice notice) {
        return summary(notice) + ". " + NoticeText.of(notice.recorded().event().type()).cure();
    }

    /** The details of the event, name to value, in single lines; never more than a screenful. */
    Map<String, String> facts(Notice notice) {
        Map<String, String> facts = new LinkedHashMap<>();
        notice.recorded().event().detail().entrySet().stream()
                .filter(entry -> !NO_FACTS.contains(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> lines(entry.getKey(), entry.getValue()))
                .limit(MOST_FACTS)
                .forEach(line -> facts.put(line.getKey(), line.getValue()));
        return facts;
    }

    /** Who did it, in one line. */
    String actor(Notice notice) {
        return line(notice.recorded().event().actor(), LONGEST_LINE);
    }

    /** Where to look at it, in the management API. */
    String link(Notice notice) {
        String index = notice.recorded().event().indexId();
        UriComponentsBuilder url = UriComponentsBuilder.fromUriString(publicUrl + "/_/api/v1");
        if (index == null) {
            url.pathSegment("events");
        } else if (notice.projects().size() == 1) {
            url.pathSegment("indexes", index, "projects", notice.projects().getFirst());
        } else {
            url.pathSegment("events").queryParam("index", index);
        }
        return url.encode().build().toUriString();
    }

    /** One printable line; control characters, line and paragraph separators become blanks. */
    static String line(String text, int longest) {
        String line =
                text.replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ")
                        .replaceAll("\\p{Cs}", "?")
                        .strip();
        return line.length() > longest ? line.substring(0, longest - 1) + "…" : line;
    }

    private static String what(List<String> projects, @Nullable String index) {
        String where = index == null ? "" : " in " + index;
        if (projects.isEmpty()) {
            return index == null ? "the whole service" : "the whole index " + index;
        }
        String names = projects.stream().limit(NAMED_PROJECTS).collect(Collectors.joining(", "));
        int more = projects.size() - NAMED_PROJECTS;
        return more > 0 ? "%s and %d more%s".formatted(names, more, where) : names + where;
    }

    /** A value that has members or elements of its own becomes a line for each, one step deep. */
    private static Stream<Map.Entry<String, String>> lines(String name, @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> members ->
                    members.entrySet().stream()
                            .map(member -> fact(name + " " + member.getKey(), member.getValue()));
            case Collection<?> elements when elements.stream().anyMatch(Map.class::isInstance) ->
                    Stream.of(fact(name, elements.size()));
            case Collection<?> elements ->
                    Stream.of(
                            fact(
                                    name,
                                    elements.stream()
                                            .map(Objects::toString)
                                            .collect(Collectors.joining(", "))));
            case null, default -> Stream.of(fact(name, value));
        };
    }

    private static Map.Entry<String, String> fact(String name, @Nullable Object value) {
        return Map.entry(
                line(name.replace('_', ' '), LONGEST_LINE),
                line(String.valueOf(value), LONGEST_LINE));
    }
}
