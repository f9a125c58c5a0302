package dev.imprimatur.provider;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a compound claim, cut out by what is known of its ends.
 *
 * <p>Compound claims hold names that strangers choose, with any separator in them. Intent: nothing
 * is ever searched for; the prefix and the suffix come from other claims of the same token or from
 * the configuration, and what is between them is the value. Where the ends do not fit there is no
 * value.
 *
 * @param name what fields call the part
 * @param from the compound claim
 * @param prefix what the claim must begin with
 * @param suffixes what it must end with, one of them, the first that fits; none: nothing
 */
record DerivedClaim(String name, String from, Template prefix, List<Template> suffixes) {

    Optional<String> derive(Function<String, @Nullable String> values) {
        String compound = values.apply(from);
        if (compound == null) {
            return Optional.empty();
        }
        return prefix.expand(values)
                .filter(compound::startsWith)
                .map(known -> compound.substring(known.length()))
                .flatMap(rest -> cutEnd(rest, values))
                .filter(value -> !value.isEmpty());
    }

    private Optional<String> cutEnd(String rest, Function<String, @Nullable String> values) {
        if (suffixes.isEmpty()) {
            return Optional.of(rest);
        }
        return suffixes.stream()
                .flatMap(suffix -> suffix.expand(values).stream())
                .filter(rest::endsWith)
                .findFirst()
                .map(known -> rest.substring(0, rest.length() - known.length()));
    }
}
