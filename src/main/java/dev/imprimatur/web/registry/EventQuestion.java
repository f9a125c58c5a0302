package dev.imprimatur.web.registry;

import dev.imprimatur.StorableText;
import dev.imprimatur.audit.EventFilter;
import dev.imprimatur.audit.EventType;
import dev.imprimatur.project.Indexes;
import dev.imprimatur.project.ProjectName;
import dev.imprimatur.web.Problem;
import dev.imprimatur.web.ProblemCode;
import dev.imprimatur.web.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events are asked for, as the parameters of a request say it.
 *
 * @param type several times, or several with commas between them
 * @param since a time (RFC 3339), not before which
 * @param until a time (RFC 3339), before which
 */
public record EventQuestion(
        @Nullable String index,
        @Nullable String project,
        @Nullable List<String> type,
        @Nullable String actor,
        @Nullable String attempt,
        @Nullable String since,
        @Nullable String until) {

    private static final int LONGEST = 300;

    /** Times beyond these are no times that PostgreSQL and Java agree on. */
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    /**
     * What is looked for.
     *
     * @throws ProblemException with 400 where nothing can be
     */
    public EventFilter filter(Indexes indexes) {
        return new EventFilter(
                text("index", index),
                text("project", project == null ? null : normalized(indexes, project)),
                types(),
                text("actor", actor),
                text("attempt", attempt),
                time("since", since),
                time("until", until));
    }

    /** Any spelling where the index is named; without it nobody knows which rules hold. */
    private String normalized(Indexes indexes, String name) {
        return Optional.ofNullable(index)
                .flatMap(indexes::ofId)
                .flatMap(known -> known.projectName(name))
                .map(ProjectName::normalized)
                .orElse(name);
    }

    private Set<EventType> types() {
        Set<EventType> types = new LinkedHashSet<>();
        Stream.ofNullable(type)
                .flatMap(List::stream)
                .flatMap(each -> Arrays.stream(each.split(",")))
                .forEach(name -> types.add(type(name)));
        return types;
    }

    private static EventType type(String name) {
        return Arrays.stream(EventType.values())
                .filter(known -> known.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> refused("There are no events of this type"));
    }

    private static @Nullable String text(String parameter, @Nullable String value) {
        if (value != null && (value.length() > LONGEST || !StorableText.is(value))) {
            throw refused("The parameter %s can have no such value".formatted(parameter));
        }
        return value;
    }

    private static @Nullable Instant time(String parameter, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(value).toInstant();
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw noTime(parameter);
        }
        throw noTime(parameter);
    }

    private static ProblemException noTime(String parameter) {
        return refused(
                "The parameter %s must be a time such as 2026-01-31T12:00:00Z"
                        .formatted(parameter));
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Problem.of(ProblemCode.INVALID_REQUEST, detail));
    }
}
