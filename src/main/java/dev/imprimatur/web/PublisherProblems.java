package dev.imprimatur.web;

import dev.imprimatur.provider.FieldError;
import dev.imprimatur.publisher.Addition;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** Says why a publisher is not added, the same to every client that wants one. */
public final class PublisherProblems {

    private PublisherProblems() {}

    /** The problem of an addition that came to nothing. */
    public static Problem of(Addition addition) {
        return switch (addition) {
            case Addition.Duplicate(var existing) ->
                    duplicate().withMembers(Map.of("existing_id", existing.id()));
            case Addition.Invalid(var errors) -> invalid(errors);
            case Addition.NameTaken() -> nameTaken();
            case Addition.TooMany(int most) ->
                    Problem.of(
                            ProblemCode.FORBIDDEN,
                            "An account may have %d publishers in this package index, and this would be more: remove some, or ask an administrator"
                                    .formatted(most));
            case Addition.Denied(String reason) -> Problem.of(ProblemCode.FORBIDDEN, reason);
            case Addition.Added _, Addition.Acceptable _ ->
                    throw new IllegalArgumentException("This addition is no problem");
        };
    }

    /** There is one already that says the same. */
    public static Problem duplicate() {
        return Problem.of(ProblemCode.DUPLICATE, "A publisher that says the same is there already");
    }

    /** Some of what was filled in is not valid. */
    public static Problem invalid(List<FieldError> errors) {
        return Problem.of(ProblemCode.INVALID_FIELDS, "Some fields of the publisher are not valid")
                .withFields(
                        errors.stream()
                                .map(
                                        error ->
                                                new Problem.InvalidField(
                                                        error.field(),
                                                        error.code(),
                                                        error.message()))
                                .toList());
    }

    /** Says no more than the package index itself, where names are public. */
    public static Problem nameTaken() {
        return Problem.of(
                        ProblemCode.NAME_TAKEN,
                        "This name is taken in this package index. Choose another one, or ask its"
                                + " owners to add the publisher")
                .withStatus(HttpStatus.CONFLICT.value());
    }
}
