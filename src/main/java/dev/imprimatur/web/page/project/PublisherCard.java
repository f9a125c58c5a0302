package dev.imprimatur.web.page.project;

import dev.imprimatur.provider.FieldRule;
import dev.imprimatur.provider.ProviderDefinition;
import dev.imprimatur.provider.Providers;
import dev.imprimatur.publisher.RegisteredPublisher;
import dev.imprimatur.web.page.ShownPublisher;
import dev.imprimatur.web.page.Who;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A publisher as the page of its project shows it, with what a maintainer should know of it.
 *
 * @param shown what it says
 * @param known whether its provider is configured
 * @param anyEnvironment whether its provider has environments and it asks for none
 * @param createdBy who registered it
 * @param changedBy who edited it last; null: nobody did
 */
public record PublisherCard(
        ShownPublisher shown,
        boolean known,
        boolean anyEnvironment,
        Who createdBy,
        @Nullable Who changedBy) {

    private static final String ENVIRONMENT = "environment";

    static PublisherCard of(RegisteredPublisher publisher, Providers providers, Instant now) {
        Optional<ProviderDefinition> provider = providers.ofId(publisher.provider());
        RegisteredPublisher.Changed changed = publisher.changed();
        return new PublisherCard(
                ShownPublisher.of(publisher, providers, now),
                provider.isPresent(),
                provider.map(ProviderDefinition::fields).orElse(List.of()).stream()
                                .map(FieldRule::name)
                                .anyMatch(ENVIRONMENT::equals)
                        && publisher.fields().getOrDefault(ENVIRONMENT, "").isEmpty(),
                Who.of(publisher.createdBy()),
                changed == null ? null : Who.of(changed.by()));
    }

    /** The class of the badge with its pin state. */
    public String pinColour() {
        return switch (shown.pinState()) {
            case "resolved", "bound" -> "good";
            case "waiting" -> "wait";
            case "expired" -> "bad";
            default -> "";
        };
    }
}
