package dev.imprimatur.web.page;

import dev.imprimatur.provider.KnownClaims;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.Attempt;
import dev.imprimatur.token.Origin;
import dev.imprimatur.token.Provenances;
import java.util.List;
import java.util.stream.Stream;

/**
 * A refused exchange as pages show it.
 *
 * @param attempt as it was recorded, and how such a job would fare now
 * @param origin which job it was, as people call its parts
 * @param traits what else people know the job by, such as its workflow and its environment, as
 *     publishers name it
 */
public record ShownAttempt(Attempt attempt, Origin origin, List<Trait> traits) {

    /** By which providers call it whose definitions have one. */
    private static final String ENVIRONMENT = "environment";

    /** One line of what is known of a job. */
    public record Trait(String label, String value) {}

    static ShownAttempt of(Attempt attempt, Provenances provenances, Providers providers) {
        return new ShownAttempt(
                attempt,
                provenances.origin(attempt.provider(), attempt.claims()),
                providers
                        .ofId(attempt.provider())
                        .map(provider -> traits(provider, attempt))
                        .orElseGet(List::of));
    }

    /** The repository is in its origin, and so is what publishers are looked up by. */
    private static List<Trait> traits(ProviderDefinition provider, Attempt attempt) {
        var claims = KnownClaims.recorded(provider, attempt.claims()).claims();
        return provider.fields().stream()
                .filter(field -> !provider.lookup().contains(field.name()))
                .filter(field -> field.required() || field.name().equals(ENVIRONMENT))
                .flatMap(
                        field -> {
                            String claim = field.claim();
                            String value = claim == null ? null : claims.value(claim);
                            return value == null
                                    ? Stream.empty()
                                    : Stream.of(new Trait(field.label(), value));
                        })
                .toList();
    }

    /** What leads to it: the repository, or what else there is. */
    public String name() {
        String repository = origin.repository();
        return repository == null ? origin.provider() : repository;
    }
}
