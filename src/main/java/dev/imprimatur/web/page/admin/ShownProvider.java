package dev.imprimatur.web.page.admin;

import dev.imprimatur.identity.KeyHealth;
import dev.imprimatur.killswitch.KillSwitch;
import dev.imprimatur.killswitch.KillSwitches;
import dev.imprimatur.provider.Match;
import dev.imprimatur.provider.ProviderDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A provider as administrators see it.
 *
 * @param definition as it is configured
 * @param keys how it stands with its keys; null: nothing is known of them
 * @param fields what a publisher says
 * @param off whether it is switched off in a hurry
 */
public record ShownProvider(
        ProviderDefinition definition, @Nullable ShownKeys keys, List<Field> fields, boolean off) {

    /**
     * What a maintainer fills in.
     *
     * @param match how it is compared, as texts are called
     */
    public record Field(
            String name, String label, @Nullable String claim, boolean required, String match) {}

    static ShownProvider of(
            ProviderDefinition definition,
            @Nullable KeyHealth keys,
            List<KillSwitches.Off> off,
            Instant now) {
        KillSwitch own = KillSwitch.provider(definition.id());
        return new ShownProvider(
                definition,
                keys == null ? null : ShownKeys.of(keys, now),
                definition.fields().stream()
                        .map(
                                field ->
                                        new Field(
                                                field.name(),
                                                field.label(),
                                                field.claim(),
                                                field.required(),
                                                key(field.match())))
                        .toList(),
                off.stream().anyMatch(each -> each.which().equals(own)));
    }

    private static String key(Match match) {
        return match.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
