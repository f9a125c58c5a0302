package dev.imprimatur.identity;

import dev.imprimatur.provider.Claims;
import dev.imprimatur.provider.ProviderDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An identity token, or claims that somebody shows, with all that is to be said of them. Never an
 * {@link Identity}: nothing is minted for what was only examined.
 *
 * @param provider whose it is
 * @param proven whether its provider is known to have signed it
 * @param audience its {@code aud}, where that is one string
 * @param claims the declared claims that are as declared
 * @param findings all for which it does not count; empty: it counts
 */
public record Examination(
        ProviderDefinition provider,
        boolean proven,
        @Nullable String audience,
        Claims claims,
        List<Finding> findings) {

    /** What examining a text comes to. */
    public sealed interface Outcome {}

    /** Its signature holds. */
    public record Examined(Examination examination) implements Outcome {}

    /** It was not signed by a provider that is known, or that can be asked now. */
    public record Unproven(Verification why) implements Outcome {}
}
